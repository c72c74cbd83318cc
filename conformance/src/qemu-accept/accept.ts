import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isVirtError } from '@virtweave/core-util';
import type { QemuCapabilities } from '@virtweave/driver-qemu/capabilities';
import { buildCommand, planInterface, prepareStart, type CommandContext, type QemuCommand } from '@virtweave/driver-qemu/command';
import { parseQemuDefinition } from '@virtweave/driver-qemu/definition';
import type { CaseFiles } from '../adapter.ts';
import { prepareCaseCpu } from '../qemu/guest-cpu.ts';
import { definitionOptionsForCase } from '../qemu/definition.ts';
import { commandContext, type QemuCase } from '../qemu-fixture.ts';
import type { Images } from './images.ts';
import { lackOf, type Lack } from './reasons.ts';
import { makeFolders, Stage } from './stage.ts';
import { refusalOf } from './start.ts';

/** What came of a case. */
export interface Acceptance {
  readonly accepted: boolean;
  readonly lack?: Lack;
  /** In a few words. */
  readonly reason?: string;
  /** Who refused: our own rules (with the capabilities of this QEMU), or QEMU. */
  readonly by?: 'driver' | 'qemu';
  readonly words?: string;
  readonly command?: QemuCommand;
}

export interface Bench {
  readonly capabilities: QemuCapabilities;
  readonly images: Images;
  /** A folder with certificates for all servers. */
  readonly certificates: string;
  /** A folder with a short path. */
  readonly folder: string;
}

/** Builds the command of a case for the QEMU of this machine, and starts it. `serial` keeps guests at one time apart. */
export async function accept(testCase: QemuCase & { caps: object }, files: CaseFiles, bench: Bench, serial: number): Promise<Acceptance> {
  const folder = join(bench.folder, String(serial));
  await mkdir(folder);
  const stage = new Stage(folder, bench.images, serial);
  try {
    let command: QemuCommand;
    try {
      command = await commandOf(testCase, files, bench, stage, serial);
    } catch (error) {
      if (!isVirtError(error)) throw error;
      return { accepted: false, by: 'driver', words: error.message, ...lackOf(error.message) };
    }
    const filled = filledAtStart(command);
    if (filled > mostFilled) {
      const words = `${Math.round(filled / 2 ** 20)} MiB would be filled at the start`;
      return { accepted: false, by: 'driver', words, ...lackOf(words), command };
    }
    await stage.ready();
    const words = await refusalOf(command, folder, join(folder, 'm'));
    return words === undefined ? { accepted: true, command } : { accepted: false, by: 'qemu', words, ...lackOf(words), command };
  } catch (error) {
    return { accepted: false, by: 'driver', words: String(error), ...lackOf(String(error)) };
  } finally {
    await stage.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Bytes of memory that a case may take from the machine for good. */
const mostFilled = 512 * 2 ** 20;

/** Bytes that QEMU touches before the guest does: preallocated, or locked. */
function filledAtStart({ args }: QemuCommand): number {
  const text = args.join(' ');
  // There are none here: QEMU will say so.
  if (text.includes('/dev/hugepages')) return 0;
  if (text.includes('mem-lock=on')) return Number(/-m size=(\d+)k/.exec(text)?.[1] ?? 0) * 1024;
  const sizes = args.filter((arg) => arg.includes('"prealloc":true')).map((arg) => Number(/"size":(\d+)/.exec(arg)?.[1] ?? 0));
  return sizes.reduce((sum, size) => sum + size, 0);
}

const latest = {
  arch: 'x86_64',
  variant: '',
  replies: 'common/qemucapabilities/caps_10.0.0_x86_64.replies',
  capsXml: 'common/qemucapabilities/caps_10.0.0_x86_64.xml',
};

async function commandOf(testCase: QemuCase, files: CaseFiles, bench: Bench, stage: Stage, serial: number): Promise<QemuCommand> {
  const { capabilities } = bench;
  const options = await definitionOptionsForCase({ ...testCase, caps: latest }, files);
  const text = (await files.read(testCase.input)).replace(/(<domain\b[^>]*?\btype=)(['"])(?:kvm|hvf)\2/, '$1$2qemu$2');
  const domain = parseQemuDefinition(text, { ...options, capabilities });
  if (domain.devices.emulator !== undefined) domain.devices.emulator = capabilities.emulator;
  const pretended = await commandContext(testCase, files, domain);
  await stage.set(domain, (source, disk) => pretended.resources.diskSource(source, disk));
  const context = await realContext(pretended, stage, bench.certificates, serial);
  await prepareCaseCpu({ ...testCase, caps: latest }, files, domain, capabilities);
  prepareStart(domain, context);
  return buildCommand(domain, capabilities, context);
}

/** The pretended host, with what this machine really has in the place of what QEMU would look at. */
async function realContext(pretended: CommandContext, stage: Stage, certificates: string, serial: number): Promise<CommandContext> {
  const { folder } = stage;
  const folders = {
    ...pretended.folders,
    domain: folder,
    channelTarget: join(folder, 'channel'),
    memoryBacking: join(folder, 'ram'),
  };
  await makeFolders(folders.channelTarget, `${folders.channelTarget}/${folders.shortName}`, `${folders.memoryBacking}/${folders.shortName}`);
  await stage.masterKey(pretended.masterKey);
  let port = 0;
  return {
    ...pretended,
    config: {
      ...pretended.config,
      vncTlsX509CertDir: certificates,
      spiceTlsX509CertDir: certificates,
      chardevTlsX509CertDir: certificates,
      nbdTlsX509CertDir: certificates,
    },
    folders,
    environment: [['PATH', '/usr/bin:/bin'], ['HOME', folder]],
    monitor: { fd: 3, path: join(folder, 'm') },
    host: { ...pretended.host, isCdrom: () => false },
    resources: {
      ...pretended.resources,
      interface: (device, index) => {
        const { actual } = pretended.resources.interface(device, index);
        const { tapQueues } = planInterface(device, actual);
        const given = actual === undefined ? {} : { actual };
        return tapQueues === 0 ? given : { ...given, tapName: stage.tap(tapQueues), tapQueues };
      },
      tpm: (tpm) => (tpm.backend.type === 'passthrough' ? pretended.resources.tpm(tpm) : { socket: stage.tpmSocket(tpm) }),
      chardevSocket: () => undefined,
      chardevFile: () => undefined,
      chardevLog: () => undefined,
      graphics: () => ({ port: 5920 + serial * 8 + port++, tlsPort: 5920 + serial * 8 + port++ }),
    },
  };
}
