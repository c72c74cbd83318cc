import { join } from 'node:path';
import { LocalHost } from '@virtweave/core-util';
import { findEmulator, QemuCapabilitiesCache } from '@virtweave/driver-qemu/capabilities';
import { caseFiles } from '../case-files.ts';
import type { Corpus } from '../corpus.ts';
import type { QemuCase } from '../qemu-fixture.ts';
import { accept, type Acceptance } from './accept.ts';
import { makeCertificates } from './certificates.ts';
import { Images } from './images.ts';

export interface CaseAcceptance extends Omit<Acceptance, 'command'> {
  readonly name: string;
}

export interface AcceptOptions {
  /** A folder with a short path, for all that is made. */
  readonly folder: string;
  readonly jobs: number;
  wanted(name: string): boolean;
}

type AcceptCase = QemuCase & { readonly caps: object };

/** Starts all x86_64 guests of the suite, each document once however many versions of QEMU it was recorded for. */
export async function acceptAll(corpus: Corpus, options: AcceptOptions): Promise<readonly CaseAcceptance[]> {
  const cases = (corpus.suite('qemu-argv').cases as unknown as AcceptCase[]).filter(
    ({ arch, name }) => arch === 'x86_64' && options.wanted(name),
  );
  const host = new LocalHost();
  const emulator = await findEmulator(host, 'x86_64');
  if (emulator === undefined) throw new Error('qemu-system-x86_64 is not installed');
  const cache = { host, folder: join(options.folder, 'caps'), runFolder: join(options.folder, 'probe'), version: 'qemu-accept' };
  const capabilities = await new QemuCapabilitiesCache(cache).lookup(emulator);
  const images = new Images(options.folder, 'AQCVn5hO6HzFAhAAq0NCv8jtJcIcE+HOBlMQ1A');
  const certificates = join(options.folder, 'tls');
  await makeCertificates(certificates).catch(() => undefined);
  const files = caseFiles(corpus, 'qemu-argv', () => false);
  const results = new Map<string, CaseAcceptance>();
  const waiting = [...new Map(cases.map((one) => [sameStart(one), one])).values()];
  const work = async (slot: number): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { command: _, ...result } = await accept(next, files, { capabilities, images, certificates, folder: options.folder }, slot);
      results.set(sameStart(next), { name: next.name, ...result });
    }
  };
  try {
    await Promise.all(Array.from({ length: options.jobs }, (_, slot) => work(slot)));
  } finally {
    await images.close();
  }
  return cases.map((one) => ({ ...(results.get(sameStart(one)) as CaseAcceptance), name: one.name }));
}

/** What the command depends on here, where all cases have the same QEMU. */
function sameStart({ input, driverConfig, env, migrateFrom }: AcceptCase): string {
  return JSON.stringify([input, driverConfig, env, migrateFrom]);
}
