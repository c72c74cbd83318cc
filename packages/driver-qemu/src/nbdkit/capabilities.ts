import type { DiskSource, NetworkSource } from '@virtweave/core-conf';
import type { Host } from '@virtweave/core-util';

/** An nbdkit on this machine. */
export interface NbdkitCapabilities {
  readonly program: string;
  /** Those of libvirt's flags that it has: `plugin-curl`, `plugin-ssh`, `filter-readahead`. */
  readonly flags: ReadonlySet<string>;
}

/** Where its plugins and filters are, and what each of them is called in its folder. */
const modules: readonly (readonly [flag: string, folder: string, file: string])[] = [
  ['plugin-curl', 'plugindir', 'nbdkit-curl-plugin.so'],
  ['plugin-ssh', 'plugindir', 'nbdkit-ssh-plugin.so'],
  ['filter-readahead', 'filterdir', 'nbdkit-readahead-filter.so'],
];

/** What the installed nbdkit can do; undefined when there is none. */
export async function probeNbdkit(host: Host, call: { readonly signal?: AbortSignal } = {}): Promise<NbdkitCapabilities | undefined> {
  const program = await findProgram(host, call);
  if (program === undefined) return undefined;
  const { stdout } = await host.run(program, ['--dump-config'], { timeout: 10_000, ...call });
  const settings = new Map(stdout.split('\n').map((line) => line.split('=', 2) as [string, string | undefined]));
  const flags = new Set<string>();
  for (const [flag, setting, file] of modules) {
    const folder = settings.get(setting);
    if (folder !== undefined && (await host.stat(`${folder}/${file}`, call)) !== undefined) flags.add(flag);
  }
  return { program, flags };
}

async function findProgram(host: Host, call: { readonly signal?: AbortSignal }): Promise<string | undefined> {
  for (const folder of ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin']) {
    if ((await host.stat(`${folder}/nbdkit`, call)) !== undefined) return `${folder}/nbdkit`;
  }
  return undefined;
}

/** Does nbdkit serve this source, rather than QEMU reading it itself (`qemuNbdkitInitStorageSource`)? */
export function nbdkitServes(source: DiskSource, flags: ReadonlySet<string>): source is NetworkSource {
  if (source.type !== 'network') return false;
  switch (source.protocol) {
    case 'http':
    case 'https':
    case 'ftp':
    case 'ftps':
    case 'tftp':
      return flags.has('plugin-curl');
    case 'ssh':
      return flags.has('plugin-ssh');
    default:
      return false;
  }
}
