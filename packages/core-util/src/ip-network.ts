import { VirtError } from './errors/virt-error.ts';
import { formatAddress, isWildcard, type IpFamily, type SocketAddress } from './socket-address.ts';

/** Bits of an address: 32 or 128. */
export function addressBits(family: IpFamily): number {
  return family === 'ipv4' ? 32 : 128;
}

/**
 * The netmask of a prefix length: 24 is 255.255.255.0 (`virSocketAddrPrefixToNetmask`).
 *
 * @throws VirtError VIR_ERR_INVALID_ARG when the prefix is longer than the address
 */
export function prefixToNetmask(prefix: number, family: IpFamily): SocketAddress {
  const bits = addressBits(family);
  if (!isPrefix(prefix, family)) {
    throw new VirtError('VIR_ERR_INVALID_ARG', `prefix ${prefix} of an ${family} network is not in range 0:${bits}`);
  }
  const bytes = Uint8Array.from({ length: bits / 8 }, (_, i) => {
    const ones = Math.min(8, Math.max(0, prefix - 8 * i));
    return (0xff00 >> ones) & 0xff;
  });
  return { family, bytes, port: 0 };
}

/** Prefix length of a netmask; undefined when its ones are not all in front (`virSocketAddrGetNumNetmaskBits`). */
export function netmaskToPrefix(netmask: SocketAddress): number | undefined {
  const text = Array.from(netmask.bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  const prefix = text.indexOf('0');
  if (prefix < 0) return text.length;
  return text.includes('1', prefix) ? undefined : prefix;
}

/** The network that an address belongs to (`virSocketAddrMask`). Undefined when the families differ. */
export function maskAddress(address: SocketAddress, netmask: SocketAddress): SocketAddress | undefined {
  if (address.family !== netmask.family) return undefined;
  return { family: address.family, bytes: address.bytes.map((byte, i) => byte & (netmask.bytes[i] ?? 0)), port: 0 };
}

/** The network address for a prefix length (`virSocketAddrMaskByPrefix`). */
export function networkAddress(address: SocketAddress, prefix: number): SocketAddress {
  const netmask = prefixToNetmask(prefix, address.family);
  return { ...netmask, bytes: address.bytes.map((byte, i) => byte & (netmask.bytes[i] ?? 0)) };
}

/** The broadcast address of an IPv4 network (`virSocketAddrBroadcastByPrefix`); undefined for IPv6, which has none. */
export function broadcastAddress(address: SocketAddress, prefix: number): SocketAddress | undefined {
  if (address.family !== 'ipv4') return undefined;
  const netmask = prefixToNetmask(prefix, 'ipv4');
  return { ...netmask, bytes: address.bytes.map((byte, i) => byte | (~(netmask.bytes[i] ?? 0) & 0xff)) };
}

/** Are two addresses in the same network (`virSocketAddrCheckNetmask`)? False when the families differ. */
export function inSameNetwork(a: SocketAddress, b: SocketAddress, netmask: SocketAddress): boolean {
  if (a.family !== b.family || a.family !== netmask.family) return false;
  return netmask.bytes.every((mask, i) => ((a.bytes[i] ?? 0) & mask) === ((b.bytes[i] ?? 0) & mask));
}

/**
 * Prefix length of a network definition (`virSocketAddrGetIPPrefix`): what is written, else what the netmask says, else
 * what the address had in the days of network classes (8, 16, 24; 64 for IPv6). Undefined when there is none.
 */
export function networkPrefix(address: SocketAddress, netmask?: SocketAddress, prefix: number = 0): number | undefined {
  if (prefix > 0) return prefix;
  if (netmask !== undefined) return netmaskToPrefix(netmask);
  if (isWildcard(address)) return 0;
  if (address.family === 'ipv6') return 64;
  const first = address.bytes[0] ?? 0;
  if (first < 128) return 8;
  if (first < 192) return 16;
  return first < 224 ? 24 : undefined;
}

/**
 * The name under which a network's addresses are looked up in reverse (`virSocketAddrPTRDomain`):
 * 192.168.122.0/24 is `122.168.192.in-addr.arpa`. Undefined for prefixes that do not end between two labels.
 */
export function ptrDomain(address: SocketAddress, prefix: number): string | undefined {
  const step = address.family === 'ipv4' ? 8 : 4;
  if (!isPrefix(prefix, address.family) || prefix === 0 || prefix === addressBits(address.family) || prefix % step !== 0) {
    return undefined;
  }
  const labels =
    address.family === 'ipv4'
      ? Array.from(address.bytes, String)
      : Array.from(address.bytes).flatMap((byte) => [(byte >> 4).toString(16), (byte & 15).toString(16)]);
  const suffix = address.family === 'ipv4' ? 'in-addr.arpa' : 'ip6.arpa';
  return [...labels.slice(0, prefix / step).reverse(), suffix].join('.');
}

/** A network and the length of its prefix. */
export interface IpNetwork {
  /** Any address of the network. */
  readonly address: SocketAddress;
  readonly prefix: number;
}

/**
 * Checks a range of addresses, both ends included, and counts them (`virSocketAddrGetRange`). With a network, both ends
 * must lie in it, and in IPv4 the range must not begin at its network address nor end at its broadcast address. A range
 * holds at most 65536 addresses.
 *
 * @throws VirtError VIR_ERR_INTERNAL_ERROR, as libvirt has it, saying what is wrong
 */
export function rangeSize(start: SocketAddress, end: SocketAddress, network?: IpNetwork): number {
  const range = `range ${formatAddress(start)} - ${formatAddress(end)}`;
  if (start.family !== end.family) throw badRange(`mismatch of address family in ${range}`);
  if (network !== undefined) checkNetwork(start, end, network, range);
  const kept = start.family === 'ipv4' ? 2 : 14;
  for (let i = 0; i < kept; i++) {
    if (start.bytes[i] !== end.bytes[i]) throw badRange(`${range} is too large (> 65535)`);
  }
  const low = (bytes: Uint8Array): number => (bytes[kept] ?? 0) * 256 + (bytes[kept + 1] ?? 0);
  const size = low(end.bytes) - low(start.bytes) + 1;
  if (size < 1) throw badRange(start.family === 'ipv4' ? `${range} is reversed ` : `${range} start larger than end`);
  return size;
}

function checkNetwork(start: SocketAddress, end: SocketAddress, { address, prefix }: IpNetwork, range: string): void {
  const base = formatAddress(address);
  if (address.family !== start.family) throw badRange(`mismatch of address family in ${range} for network ${base}`);
  // The two blanks are libvirt's.
  if (!isPrefix(prefix, address.family)) throw badRange(`bad prefix ${prefix} for network ${base} when  checking ${range}`);
  const netmask = prefixToNetmask(prefix, address.family);
  if (!inSameNetwork(start, address, netmask) || !inSameNetwork(end, address, netmask)) {
    throw badRange(`${range} is not entirely within network ${base}/${prefix}`);
  }
  const broadcast = broadcastAddress(address, prefix);
  if (broadcast === undefined) return;
  if (equal(start, networkAddress(address, prefix))) {
    throw badRange(`start of ${range} in network ${base}/${prefix} is the network address`);
  }
  if (equal(end, broadcast)) throw badRange(`end of ${range} in network ${base}/${prefix} is the broadcast address`);
}

const equal = (a: SocketAddress, b: SocketAddress): boolean => a.bytes.every((byte, i) => byte === b.bytes[i]);

const isPrefix = (prefix: number, family: IpFamily): boolean =>
  Number.isInteger(prefix) && prefix >= 0 && prefix <= addressBits(family);

function badRange(detail: string): VirtError {
  return new VirtError('VIR_ERR_INTERNAL_ERROR', detail);
}
