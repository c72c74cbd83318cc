import { VirtError } from './errors/virt-error.ts';
import { systemRandom, type RandomBytes } from './uuid.ts';

/** First three bytes of generated addresses, by who generates them. */
export const macPrefixes: Readonly<Record<'qemu' | 'xen' | 'vmware' | 'vbox', string>> = {
  qemu: '52:54:00',
  xen: '00:16:3e',
  vmware: '00:0c:29',
  vbox: '08:00:27',
};

/**
 * Parses a MAC address (`virMacAddrParse`): six groups of one or two hexadecimal digits.
 *
 * @returns 6 bytes
 * @throws VirtError VIR_ERR_INVALID_MAC
 */
export function parseMac(text: string): Uint8Array {
  if (!/^[0-9a-f]{1,2}(?::[0-9a-f]{1,2}){5}$/i.test(text)) throw invalid(text);
  return Uint8Array.from(text.split(':'), (group) => Number.parseInt(group, 16));
}

/** Writes an address in lower case with colons: `52:54:00:12:34:56` (`virMacAddrFormat`). */
export function formatMac(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(':');
}

/** Any accepted spelling in the one that libvirt writes. */
export function normalizeMac(text: string): string {
  return formatMac(parseMac(text));
}

/** Order of two addresses, whatever their spelling (`virMacAddrCompare`): negative, 0 or positive. */
export function compareMac(a: string, b: string): number {
  const x = normalizeMac(a);
  const y = normalizeMac(b);
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Is it an address of a group (`virMacAddrIsMulticast`)? Interfaces cannot have one. */
export function isMulticastMac(mac: Uint8Array | string): boolean {
  const bytes = typeof mac === 'string' ? parseMac(mac) : mac;
  return ((bytes[0] ?? 0) & 1) === 1;
}

/** Is it `ff:ff:ff:ff:ff:ff`? */
export function isBroadcastMac(mac: Uint8Array | string): boolean {
  return (typeof mac === 'string' ? parseMac(mac) : mac).every((byte) => byte === 0xff);
}

/**
 * A new address: the prefix and random bytes (`virMacAddrGenerate`).
 *
 * @param prefix the first bytes, such as `52:54:00` for QEMU, see {@link macPrefixes}
 */
export function randomMac(prefix: string = macPrefixes.qemu, random: RandomBytes = systemRandom): string {
  if (!/^[0-9a-f]{1,2}(?::[0-9a-f]{1,2}){0,4}$/i.test(prefix)) throw invalid(prefix);
  const head = prefix.split(':').map((group) => Number.parseInt(group, 16));
  const bytes = new Uint8Array(6);
  random(bytes.subarray(head.length));
  bytes.set(head);
  return formatMac(bytes);
}

function invalid(text: string): VirtError {
  return new VirtError('VIR_ERR_INVALID_MAC', `'${text.slice(0, 64)}', six hexadecimal bytes with colons are expected`);
}
