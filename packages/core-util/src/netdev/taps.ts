import { VirtError } from '../errors/virt-error.ts';
import { errnoNumber } from '../host/errno.ts';
import type { CallOptions, Host } from '../host/host.ts';
import { formatMac, parseMac } from '../mac.ts';
import { formatAddress, parseAddress } from '../socket-address.ts';
import { ipBatch, ipBatchAll, type IpStep } from './ip.ts';
import { linkOf } from './links.ts';
import { checkInterfaceName } from './names.ts';

/** A tap device: the host's end of a guest's network cable. */
export interface Tap {
  readonly name: string;
  /** MAC address of the tap, see {@link tapMac}. */
  readonly mac?: string;
  /** Who may open it. Without an owner everybody may who can open `/dev/net/tun`. */
  readonly owner: { readonly uid: number; readonly gid?: number };
  /** Frames carry a virtio header: for virtio cards. */
  readonly vnetHeader?: boolean;
  /** Can be opened several times, once for each queue. */
  readonly multiQueue?: boolean;
  /** Bytes. */
  readonly mtu?: number;
  /** Name of the bridge that it becomes a port of. */
  readonly bridge?: string;
  /** Port of the bridge that does not talk to other isolated ports. */
  readonly isolated?: boolean;
  /** Addresses of the host's end. */
  readonly addresses?: readonly TapAddress[];
  /** Routes that lead to the guest. */
  readonly routes?: readonly TapRoute[];
}

export interface TapAddress {
  readonly address: string;
  readonly prefix?: number;
  /** Address of the guest's end. */
  readonly peer?: string;
}

export interface TapRoute {
  readonly address: string;
  readonly prefix?: number;
  readonly gateway?: string;
  readonly metric?: number;
}

/**
 * The MAC address that libvirt gives a guest's tap: the guest's own with `fe` as first byte. A bridge without an
 * address of its own takes the lowest of its ports, and must not take this one.
 */
export function tapMac(guestMac: string): string {
  const bytes = Uint8Array.from(parseMac(guestMac));
  bytes[0] = 0xfe;
  return formatMac(bytes);
}

/**
 * Makes persistent taps and switches them on, with one `ip -batch` for all. They stay until {@link deleteTaps}, or
 * until the next boot. When one step fails none is left.
 *
 * @throws VirtError `VIR_ERR_SYSTEM_ERROR` in libvirt's words with the errno in `int1`. A name that exists gives
 * `Unable to create tap device vnet0: Device or resource busy` (EBUSY, and the name in `str3`).
 */
export async function createTaps(host: Host, taps: readonly Tap[], options: CallOptions = {}): Promise<void> {
  taps.forEach(check);
  options.signal?.throwIfAborted();
  const steps: IpStep[] = [];
  const begins = taps.map((tap) => {
    const begin = steps.length;
    steps.push(...tapSteps(tap));
    return begin;
  });
  // Not aborted half way: nobody would know what is there. It takes milliseconds.
  const failed = await ipBatch(host, steps);
  if (failed === undefined) return;
  const { error, step } = failed;
  const made = step === undefined ? await thoseThere(host, taps) : taps.filter((_, i) => (begins[i] ?? 0) < step);
  const left = await deleteAll(
    host,
    made.map(({ name }) => name),
  );
  const refused = step === undefined ? undefined : taps[begins.indexOf(step)]?.name;
  if (left.length > 0) {
    const undone = left.map(({ message }) => message).join('; ');
    const text = `${error.detail ?? error.message} (and not everything could be undone: ${undone})`;
    throw new VirtError(error.code, text, { int1: error.int1, cause: new AggregateError([error, ...left], text) });
  }
  throw refused === undefined ? error : new VirtError(error.code, error.detail, { int1: error.int1, str3: refused });
}

/**
 * Removes taps. One that is gone already is fine; with a `mac`, one that has another address is somebody else's and
 * stays. All are tried.
 *
 * @returns the names that were left alone
 */
export async function deleteTaps(
  host: Host,
  taps: readonly { readonly name: string; readonly mac?: string }[],
): Promise<readonly string[]> {
  for (const { name } of taps) checkInterfaceName(name);
  const others: string[] = [];
  const names: string[] = [];
  for (const { name, mac } of taps) {
    if (mac === undefined) names.push(name);
    else {
      const link = await linkOf(host, name);
      if (link?.kind === 'tun' && link.mac === mac) names.push(name);
      else if (link !== undefined) others.push(name);
    }
  }
  const errors = await deleteAll(host, names);
  const [error] = errors;
  if (error === undefined) return others;
  if (errors.length === 1) throw error;
  const text = errors.map(({ detail, message }) => detail ?? message).join('; ');
  throw new VirtError(error.code, text, { int1: error.int1, cause: new AggregateError(errors, text) });
}

/** Removes what is there; the errors of what could not be removed. */
async function deleteAll(host: Host, names: readonly string[]): Promise<readonly VirtError[]> {
  const steps = names.map((name): IpStep => ({
    words: ['link', 'delete', 'dev', name],
    doing: `Unable to remove tap device ${name}`,
  }));
  return (await ipBatchAll(host, steps)).filter(({ int1 }) => int1 !== errnoNumber('ENODEV'));
}

/** Which of these were made, told by their addresses, where `ip` ended without saying where. */
async function thoseThere(host: Host, taps: readonly Tap[]): Promise<readonly Tap[]> {
  const made: Tap[] = [];
  for (const tap of taps) {
    const link = await linkOf(host, tap.name);
    if (link?.kind === 'tun' && link.mac === tap.mac) made.push(tap);
  }
  return made;
}

function check({ name, bridge, mac, mtu, owner, addresses = [], routes = [] }: Tap): void {
  checkInterfaceName(name);
  if (bridge !== undefined) checkInterfaceName(bridge);
  if (mac !== undefined) parseMac(mac);
  for (const number of [owner.uid, owner.gid ?? 0, mtu ?? 0]) {
    if (!Number.isSafeInteger(number) || number < 0)
      throw new VirtError('VIR_ERR_INVALID_ARG', `${number} is no number for tap device ${name}`);
  }
  for (const { address, peer, prefix } of addresses) checkAddress(name, prefix, address, peer);
  for (const { address, gateway, prefix, metric } of routes) {
    checkAddress(name, prefix, address, gateway);
    if (metric !== undefined && !(Number.isSafeInteger(metric) && metric >= 0)) {
      throw new VirtError('VIR_ERR_INVALID_ARG', `${metric} is no metric of a route for tap device ${name}`);
    }
  }
}

function checkAddress(name: string, prefix: number | undefined, ...addresses: readonly (string | undefined)[]): void {
  for (const address of addresses) if (address !== undefined) parseAddress(address);
  if (prefix !== undefined && !(Number.isInteger(prefix) && prefix >= 0 && prefix <= 128)) {
    throw new VirtError('VIR_ERR_INVALID_ARG', `${prefix} is no network prefix for tap device ${name}`);
  }
}

/** In libvirt's order: the address and the MTU must stand before the bridge sees the port. */
function tapSteps(tap: Tap): IpStep[] {
  const { name, mac, owner, mtu, bridge, addresses = [], routes = [] } = tap;
  const steps: IpStep[] = [];
  const set = ['link', 'set', 'dev', name] as const;
  const step = (doing: string, ...words: (string | number)[]): void => void steps.push({ words, doing });

  const options: (string | number)[] = ['user', owner.uid];
  if (owner.gid !== undefined) options.push('group', owner.gid);
  if (tap.vnetHeader === true) options.push('vnet_hdr');
  if (tap.multiQueue === true) options.push('multi_queue');
  step(`Unable to create tap device ${name}`, 'tuntap', 'add', 'dev', name, 'mode', 'tap', ...options);
  if (mac !== undefined) step(`Cannot set interface MAC to ${mac} on '${name}'`, ...set, 'address', mac);
  if (mtu !== undefined) step(`Cannot set interface MTU on '${name}'`, ...set, 'mtu', mtu);
  if (bridge !== undefined) {
    step(`Unable to add bridge ${bridge} port ${name}`, ...set, 'master', bridge);
    if (tap.isolated === true)
      step(
        `Unable to set bridge ${bridge} port ${name} isolated to 1`,
        ...set,
        'type',
        'bridge_slave',
        'isolated',
        'on',
      );
  }
  for (const { address, prefix, peer } of addresses) {
    const bits = prefix ?? (address.includes(':') ? 64 : 24);
    const ends =
      peer === undefined ? [`${plain(address)}/${bits}`] : [plain(address), 'peer', `${plain(peer)}/${bits}`];
    step(`Failed to add IP address ${address}/${bits} to ${name}`, 'address', 'add', ...ends, 'dev', name);
  }
  step(`Cannot set interface flags on '${name}'`, ...set, 'up');
  for (const { address, prefix, gateway, metric } of routes) {
    const bits = prefix ?? (address.includes(':') ? 128 : 32);
    const via = gateway === undefined ? [] : ['via', plain(gateway)];
    const weight = metric === undefined ? [] : ['metric', metric];
    step(
      `Failed to add route ${address}/${bits} to ${name}`,
      'route',
      'add',
      `${plain(address)}/${bits}`,
      ...via,
      'dev',
      name,
      ...weight,
    );
  }
  return steps;
}

/** The address in the one spelling that has nothing but digits, letters, dots and colons. */
const plain = (address: string): string => formatAddress(parseAddress(address));
