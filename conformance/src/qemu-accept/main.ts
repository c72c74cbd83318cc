import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Corpus } from '../corpus.ts';
import { matches } from '../options.ts';
import { acceptAll, type CaseAcceptance } from './accept-all.ts';
import type { Lack } from './reasons.ts';

const help = `Starts the x86_64 guests of the suite qemu-argv on this machine's QEMU, without hardware virtualization.

  --corpus FOLDER   where the test data is (../shared/conformance)
  --case GLOB       some cases only
  --jobs N          guests at one time (2)
  --json FILE       writes all results
  --verbose         shows the words of all that were not accepted, not only of our faults`;

const { values } = parseArgs({
  options: {
    corpus: { type: 'string' },
    case: { type: 'string', default: '*' },
    jobs: { type: 'string', default: '2' },
    json: { type: 'string' },
    verbose: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const titles: Readonly<Record<Lack, string>> = {
  host: 'the host has not got it (device, file, server, kernel feature, memory)',
  kvm: 'only with hardware virtualization',
  qemu: 'this build of QEMU cannot do it',
  document: 'the document asks for what no QEMU takes, also of libvirt',
  ours: 'OUR FAULT',
};

async function main(): Promise<number> {
  const corpus = new Corpus(resolve(values.corpus ?? fileURLToPath(new URL('../../../../shared/conformance', import.meta.url))));
  if (!corpus.exists) {
    console.log(`qemu-accept: no corpus at ${corpus.folder}, nothing to start`);
    return 0;
  }
  const folder = await mkdtemp(join(tmpdir(), 'vwa-'));
  const begin = performance.now();
  try {
    const results = await acceptAll(corpus, { folder, jobs: Number(values.jobs), wanted: (name) => matches(values.case, name) });
    report(results, (performance.now() - begin) / 1000);
    if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(results, null, 2)}\n`);
    return results.some(({ lack }) => lack === 'ours') ? 1 : 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function report(results: readonly CaseAcceptance[], seconds: number): void {
  const refused = results.filter(({ accepted }) => !accepted);
  for (const lack of Object.keys(titles) as Lack[]) {
    const those = refused.filter((one) => one.lack === lack);
    console.log(`\n${titles[lack]}: ${those.length}`);
    if (lack !== 'ours' && !values.verbose) {
      const reasons = new Map<string, number>();
      for (const { reason = '' } of those) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      for (const [reason, count] of [...reasons].sort((a, b) => b[1] - a[1])) console.log(`  ${String(count).padStart(4)}  ${reason}`);
    } else for (const { name, by, words = '' } of those) console.log(`  ${name} (${by}): ${words.split('\n').slice(-3).join('\n    ')}`);
  }
  const able = results.length - refused.filter(({ lack }) => lack !== 'ours').length;
  console.log(`\n${results.length - refused.length} of ${able} that this QEMU can take here are accepted; ${results.length} cases in ${seconds.toFixed(0)} s`);
}

if (values.help) console.log(help);
else process.exitCode = await main();
