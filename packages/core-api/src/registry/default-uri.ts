import { VirtError } from '@virtweave/core-util/errors';
import { findDriver, type DriverSource } from './registry.ts';

/**
 * The URI to open: what was given, or an alias resolved, or the default.
 *
 * In this order: the argument, `LIBVIRT_DEFAULT_URI`, `uri_default` of the client's configuration, and QEMU on this machine
 * when its driver is there. A name that is no URI is looked for in `uri_aliases` (`"web=qemu+ssh://root@web/system"`).
 * The configuration is libvirt's: `/etc/libvirt/libvirt.conf` for root, else `$XDG_CONFIG_HOME/libvirt/libvirt.conf`.
 *
 * @throws VirtError VIR_ERR_NO_CONNECT where nothing tells what to open
 */
export async function resolveUri(given: string | undefined, source: DriverSource): Promise<string> {
  const uri = given || process.env['LIBVIRT_DEFAULT_URI'] || undefined;
  if (uri !== undefined) return isAlias(uri) ? await resolveAlias(uri) : uri;
  const configured = (await readConfig())?.getString('uri_default');
  if (configured !== undefined) return isAlias(configured) ? await resolveAlias(configured) : configured;
  if ((await findDriver('qemu', source)) !== undefined) return isRoot() ? 'qemu:///system' : 'qemu:///session';
  throw new VirtError(
    'VIR_ERR_NO_CONNECT',
    'no connection URI: pass one to connect(), set LIBVIRT_DEFAULT_URI, or install @virtweave/driver-qemu',
  );
}

const isRoot = (): boolean => process.getuid?.() === 0;

/** Letters, digits, dashes and underscores: what a URI's colon is not among. */
const isAlias = (uri: string): boolean => /^[A-Za-z0-9_-]+$/.test(uri);

async function resolveAlias(alias: string): Promise<string> {
  for (const each of (await readConfig())?.getStringList('uri_aliases') ?? []) {
    const equals = each.indexOf('=');
    if (equals > 0 && each.slice(0, equals) === alias) return each.slice(equals + 1);
  }
  return alias;
}

type Config = import('@virtweave/core-util').Conf;

async function readConfig(): Promise<Config | undefined> {
  const [{ readFile }, { join }, { homedir }] = await Promise.all([
    import('node:fs/promises'),
    import('node:path'),
    import('node:os'),
  ]);
  const file = isRoot()
    ? '/etc/libvirt/libvirt.conf'
    : join(process.env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'libvirt', 'libvirt.conf');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    return undefined; // most people have none
  }
  const { Conf } = await import('@virtweave/core-util');
  return Conf.parse(text, file);
}
