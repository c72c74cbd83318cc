import { VirtError } from './errors/virt-error.ts';

export type IpFamily = 'ipv4' | 'ipv6';

/** An IP address, with the port when it has one (`virSocketAddr`). */
export interface SocketAddress {
  readonly family: IpFamily;
  /** 4 or 16 bytes, the most significant first. */
  readonly bytes: Uint8Array;
  /** 0 when none was given. */
  readonly port: number;
  /** IPv6 only: the interface that a link-local address belongs to, `eth0` or its number. */
  readonly zone?: string | undefined;
}

/** What the text may be: `any` takes both. */
export type WantedFamily = IpFamily | 'any' | 'unix';

/**
 * Parses a numeric address (`virSocketAddrParse`). No name is ever looked up. IPv4 also comes in the short forms of the
 * C library: `127.1`, `0x7f.0.0.1`, `2130706433`.
 *
 * @throws VirtError VIR_ERR_SYSTEM_ERROR `Cannot parse socket address '...'`
 *
 * @example
 * ```ts
 * formatAddress(parseAddress('::ffff:a01:203')); // '::ffff:10.1.2.3'
 * ```
 */
export function parseAddress(text: string, family: WantedFamily = 'any'): SocketAddress {
  if (family === 'unix') throw notParsed(text, 'ai_family not supported');
  const address = readAddress(text);
  if (address === undefined) throw notParsed(text, 'Name or service not known');
  if (family === 'any' || address.family === family) return address;
  const mapped = family === 'ipv4' ? unmap(address) : undefined;
  if (mapped === undefined) throw notParsed(text, 'Address family for hostname not supported');
  return mapped;
}

/** Family of a numeric address, undefined for anything else, such as a host name (`virSocketAddrNumericFamily`). */
export function numericFamily(text: string): IpFamily | undefined {
  return readAddress(text)?.family;
}

/** Is the text one of the two loopback addresses, 127.0.0.1 and ::1, in any spelling (`virSocketAddrIsNumericLocalhost`)? */
export function isNumericLocalhost(text: string): boolean {
  const address = readAddress(text);
  if (address === undefined) return false;
  const loopback = address.family === 'ipv4' ? [127, 0, 0, 1] : [...zeros(15), 1];
  return sameBytes(address.bytes, loopback);
}

/** Is it 0.0.0.0 or :: (`virSocketAddrIsWildcard`)? */
export function isWildcard(address: SocketAddress): boolean {
  return address.bytes.every((byte) => byte === 0);
}

/** Is it an address for private networks (`virSocketAddrIsPrivate`)? RFC 1918; fc00::/7 and fec0::/10. */
export function isPrivate({ family, bytes }: SocketAddress): boolean {
  const [a = 0, b = 0] = bytes;
  if (family === 'ipv6') return (a & 0xfe) === 0xfc || (a === 0xfe && (b & 0xc0) === 0xc0);
  return a === 10 || (a === 172 && (b & 0xf0) === 16) || (a === 192 && b === 168);
}

/** Same family, address and port (`virSocketAddrEqual`)? */
export function sameAddress(a: SocketAddress, b: SocketAddress): boolean {
  return a.family === b.family && a.port === b.port && sameBytes(a.bytes, b.bytes);
}

/** The same address with another port. */
export function withPort(address: SocketAddress, port: number): SocketAddress {
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new VirtError('VIR_ERR_INVALID_ARG', `port ${port} is not in range 0:65535`);
  }
  return { ...address, port };
}

/** Writes an address as the C library does: `192.168.122.1`, `2001:db8::1`, `::ffff:10.1.2.3` (`virSocketAddrFormat`). */
export function formatAddress(address: SocketAddress): string {
  if (address.family === 'ipv4') return address.bytes.join('.');
  const text = formatIpv6(address.bytes);
  return address.zone === undefined ? text : `${text}%${address.zone}`;
}

/** Writes address and port: `192.168.122.1:5900`, `[::1]:5900` (`virSocketAddrFormatFull`). */
export function formatAddressPort(address: SocketAddress): string {
  const text = formatAddress(address);
  return address.family === 'ipv6' ? `[${text}]:${address.port}` : `${text}:${address.port}`;
}

function readAddress(text: string): SocketAddress | undefined {
  // Longer than any address with a zone.
  if (text.length > 128) return undefined;
  const short = readIpv4(text);
  if (short !== undefined) return { family: 'ipv4', bytes: short, port: 0 };
  const percent = text.indexOf('%');
  const bytes = readIpv6(percent < 0 ? text : text.slice(0, percent));
  if (bytes === undefined) return undefined;
  if (percent < 0) return { family: 'ipv6', bytes, port: 0 };
  const zone = text.slice(percent + 1);
  return /^[A-Za-z0-9_.-]+$/.test(zone) ? { family: 'ipv6', bytes, port: 0, zone } : undefined;
}

/** One to four numbers, decimal, octal (0...) or hexadecimal (0x...); the last fills what is left of the four bytes. */
function readIpv4(text: string): Uint8Array | undefined {
  const groups = text.split('.');
  if (groups.length > 4) return undefined;
  const numbers: number[] = [];
  for (const group of groups) {
    if (!/^(?:0x[0-9a-f]+|0[0-7]*|[1-9][0-9]*)$/i.test(group)) return undefined;
    numbers.push(/^0[0-7]/.test(group) ? Number.parseInt(group, 8) : Number(group));
  }
  const last = numbers.pop() ?? 0;
  if (numbers.some((number) => number > 255) || last >= 256 ** (4 - numbers.length)) return undefined;
  const bytes = Uint8Array.from([...numbers, ...zeros(4 - numbers.length)]);
  for (let i = 3, rest = last; i >= numbers.length; i--, rest = Math.floor(rest / 256)) bytes[i] = rest % 256;
  return bytes;
}

function readIpv6(text: string): Uint8Array | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half, i) => readWords(half, i === halves.length - 1));
  if (head === undefined) return undefined;
  if (halves.length === 1) return head.length === 8 ? toBytes(head) : undefined;
  if (tail === undefined || head.length + tail.length > 7) return undefined;
  return toBytes([...head, ...zeros(8 - head.length - tail.length), ...tail]);
}

/** 16-bit words between colons; at the end of the address the last two may be written as an IPv4 address. */
function readWords(text: string, atEnd: boolean): number[] | undefined {
  if (text === '') return [];
  const words: number[] = [];
  const groups = text.split(':');
  for (const [i, group] of groups.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(group)) {
      words.push(Number.parseInt(group, 16));
    } else if (atEnd && i === groups.length - 1 && /^(?:0|[1-9][0-9]{0,2})(?:\.(?:0|[1-9][0-9]{0,2})){3}$/.test(group)) {
      const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
      if (a > 255 || b > 255 || c > 255 || d > 255) return undefined;
      words.push(a * 256 + b, c * 256 + d);
    } else {
      return undefined;
    }
  }
  return words;
}

function formatIpv6(bytes: Uint8Array): string {
  const words = toWords(bytes);
  const zero = longestZeros(words);
  // The C library shows the IPv4 address inside these two forms.
  const embeds = zero.start === 0 && (zero.length === 6 || (zero.length === 5 && words[5] === 0xffff));
  const shown = embeds ? words.slice(0, 6) : words;
  const hex = (part: readonly number[]): string => part.map((word) => word.toString(16)).join(':');
  const text =
    zero.length < 2 ? hex(shown) : `${hex(shown.slice(0, zero.start))}::${hex(shown.slice(zero.start + zero.length))}`;
  if (!embeds) return text;
  return `${text}${text.endsWith(':') ? '' : ':'}${bytes.slice(12).join('.')}`;
}

function longestZeros(words: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let i = 0; i < words.length; i++) {
    const start = i;
    while (words[i] === 0) i++;
    if (i - start > best.length) best = { start, length: i - start };
  }
  return best;
}

/** The IPv4 address inside `::ffff:a.b.c.d`. */
function unmap({ bytes, port }: SocketAddress): SocketAddress | undefined {
  const prefix = [...zeros(10), 255, 255];
  return sameBytes(bytes.slice(0, 12), prefix) ? { family: 'ipv4', bytes: bytes.slice(12), port } : undefined;
}

const zeros = (count: number): number[] => new Array<number>(count).fill(0);

const toBytes = (words: readonly number[]): Uint8Array => Uint8Array.from(words.flatMap((word) => [word >> 8, word & 255]));

const toWords = (bytes: Uint8Array): number[] =>
  Array.from({ length: bytes.length / 2 }, (_, i) => (bytes[2 * i] ?? 0) * 256 + (bytes[2 * i + 1] ?? 0));

const sameBytes = (a: ArrayLike<number>, b: ArrayLike<number>): boolean =>
  a.length === b.length && Array.from(a).every((byte, i) => byte === b[i]);

function notParsed(text: string, why: string): VirtError {
  return new VirtError('VIR_ERR_SYSTEM_ERROR', `Cannot parse socket address '${text.slice(0, 128)}': ${why}`);
}
