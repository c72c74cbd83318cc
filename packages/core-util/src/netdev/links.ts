import type { CallOptions, Host } from '../host/host.ts';
import { errnoError } from '../host/system-error.ts';
import { ipJson } from './ip.ts';
import { checkInterfaceName } from './names.ts';

/** A network interface of the host. */
export interface Link {
  readonly name: string;
  readonly index: number;
  /** `bridge`, `tun` (also for taps), `veth`, `macvtap`, ...; absent for hardware. */
  readonly kind?: string;
  readonly mac?: string;
  /** Bytes. */
  readonly mtu: number;
  /** Switched on by the administrator (IFF_UP). */
  readonly up: boolean;
  /** The kernel's `operstate`: `up`, `down`, `unknown`, `lowerlayerdown`, ... */
  readonly operState: string;
  /** The bridge that it is a port of. */
  readonly master?: string;
  /** Ports of a bridge: kept apart from other such ports. */
  readonly isolated?: boolean;
}

/** All interfaces. Seen through netlink, and so right in any network namespace. */
export async function listLinks(host: Host, options: CallOptions = {}): Promise<readonly Link[]> {
  return links(await ipJson(host, ['-details', 'link', 'show'], 'Cannot list network interfaces', options));
}

/** One interface; undefined when there is none of this name. */
export async function linkOf(host: Host, name: string, options: CallOptions = {}): Promise<Link | undefined> {
  checkInterfaceName(name);
  const answer = await ipJson(
    host,
    ['-details', 'link', 'show', 'dev', name],
    `Cannot get interface flags on '${name}'`,
    options,
  );
  return links(answer)[0];
}

/** All Linux bridges. */
export async function listBridges(host: Host, options: CallOptions = {}): Promise<readonly Link[]> {
  return links(await ipJson(host, ['-details', 'link', 'show', 'type', 'bridge'], 'Cannot list bridges', options));
}

/**
 * MTU of each of these bridges, in bytes, asked with one command.
 *
 * @throws VirtError `VIR_ERR_SYSTEM_ERROR`: `Cannot get interface MTU on 'br9': No such device`, or that an interface
 * is no bridge
 */
export async function bridgeMtu(
  host: Host,
  names: Iterable<string>,
  options: CallOptions = {},
): Promise<ReadonlyMap<string, number>> {
  const wanted = new Set(names);
  if (wanted.size === 0) return new Map();
  wanted.forEach(checkInterfaceName);
  const bridges = new Map((await listBridges(host, options)).map(({ name, mtu }) => [name, mtu]));
  const found = new Map<string, number>();
  for (const name of wanted) {
    const mtu = bridges.get(name);
    if (mtu !== undefined) found.set(name, mtu);
    else if ((await linkOf(host, name, options)) === undefined)
      throw errnoError(`Cannot get interface MTU on '${name}'`, 'ENODEV');
    else throw errnoError(`Cannot add ports to '${name}', which is no bridge`, 'ENOTSUP');
  }
  return found;
}

function links(answer: readonly unknown[] | undefined): readonly Link[] {
  // Where it filters, `ip` leaves empty objects for what it left out.
  return (answer ?? []).map(linkFrom).filter((link) => link !== undefined);
}

function linkFrom(answer: unknown): Link | undefined {
  const fields = record(answer);
  const name = text(fields['ifname']);
  if (name === undefined) return undefined;
  const { flags, linkinfo } = fields;
  const info = record(linkinfo);
  const [kind, mac, master] = [text(info['info_kind']), text(fields['address']), text(fields['master'])];
  const isolated = record(info['info_slave_data'])['isolated'];
  return {
    name,
    index: Number(fields['ifindex'] ?? 0),
    mtu: Number(fields['mtu'] ?? 0),
    up: Array.isArray(flags) && flags.includes('UP'),
    operState: (text(fields['operstate']) ?? 'unknown').toLowerCase(),
    ...(kind !== undefined && { kind }),
    ...(mac !== undefined && { mac }),
    ...(master !== undefined && { master }),
    ...(typeof isolated === 'boolean' && { isolated }),
  };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
