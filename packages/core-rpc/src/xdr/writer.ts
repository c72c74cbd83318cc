import { VirtError } from '@virtweave/core-util/errors';

const firstSize = 512;

/**
 * Writes XDR (RFC 4506): everything in multiples of four bytes, most significant byte first. What does not fit its type or
 * its limit is refused with `VIR_ERR_RPC` rather than cut.
 */
export class XdrWriter {
  #buffer: Buffer;
  #used = 0;
  readonly #most: number;

  /** `most`: bytes that the whole may take. */
  constructor(most: number = 0x7fff_ffff) {
    this.#buffer = Buffer.allocUnsafe(firstSize);
    this.#most = most;
  }

  /** How many bytes were written. */
  get length(): number {
    return this.#used;
  }

  /** What was written. The writer must not be used afterwards: it is its buffer. */
  finish(): Buffer {
    return this.#buffer.subarray(0, this.#used);
  }

  int(value: number): void {
    if (value !== (value | 0)) throw doesNotFit(value, 'a signed number of 32 bits');
    this.#word(value);
  }

  uint(value: number): void {
    if (value !== value >>> 0) throw doesNotFit(value, 'an unsigned number of 32 bits');
    this.#word(value);
  }

  uchar(value: number): void {
    if (value !== (value & 0xff)) throw doesNotFit(value, 'an unsigned number of 8 bits');
    this.#word(value);
  }

  char(value: number): void {
    if (value !== (value << 24) >> 24) throw doesNotFit(value, 'a signed number of 8 bits');
    this.#word(value);
  }

  ushort(value: number): void {
    if (value !== (value & 0xffff)) throw doesNotFit(value, 'an unsigned number of 16 bits');
    this.#word(value);
  }

  bool(value: boolean): void {
    this.#word(value ? 1 : 0);
  }

  hyper(value: bigint): void {
    if (BigInt.asIntN(64, value) !== value) throw doesNotFit(value, 'a signed number of 64 bits');
    const at = this.#reserve(8);
    this.#buffer.writeBigInt64BE(value, at);
  }

  uhyper(value: bigint): void {
    if (BigInt.asUintN(64, value) !== value) throw doesNotFit(value, 'an unsigned number of 64 bits');
    const at = this.#reserve(8);
    this.#buffer.writeBigUInt64BE(value, at);
  }

  double(value: number): void {
    if (typeof value !== 'number') throw doesNotFit(value, 'a floating point number');
    const at = this.#reserve(8);
    this.#buffer.writeDoubleBE(value, at);
  }

  /** Text of at most `max` bytes in UTF-8. */
  string(value: string, max: number): void {
    if (typeof value !== 'string') throw doesNotFit(value, 'text');
    if (value.includes('\0')) throw doesNotFit(JSON.stringify(value.slice(0, 80)), 'text: it contains NUL');
    const length = Buffer.byteLength(value);
    if (length > max) throw tooLong('a string', length, max, 'bytes');
    const at = this.#reserve(4 + length);
    this.#put(at, length);
    this.#buffer.write(value, at + 4, length, 'utf8');
    this.#pad(length);
  }

  optionalString(value: string | undefined, max: number): void {
    this.bool(value !== undefined);
    if (value !== undefined) this.string(value, max);
  }

  /** So many bytes that their number goes before them. */
  opaque(value: Uint8Array, max: number): void {
    if (value.length > max) throw tooLong('data', value.length, max, 'bytes');
    this.#word(value.length);
    this.raw(value);
    this.#pad(value.length);
  }

  /** Exactly `size` bytes. */
  fixed(value: Uint8Array, size: number): void {
    if (value.length !== size) throw doesNotFit(`data of ${value.length} bytes`, `${size} bytes`);
    this.raw(value);
    this.#pad(size);
  }

  /** Bytes as they are, without a length and without padding: the payload of a stream. */
  raw(value: Uint8Array): void {
    const at = this.#reserve(value.length);
    this.#buffer.set(value, at);
  }

  /** A UUID in its text form, with dashes or without, as 16 bytes. */
  uuid(value: string): void {
    const digits = value.length === 36 ? value.replaceAll('-', '') : value;
    if (!/^[0-9a-fA-F]{32}$/.test(digits)) throw doesNotFit(JSON.stringify(value), 'a UUID');
    const at = this.#reserve(16);
    this.#buffer.write(digits, at, 16, 'hex');
  }

  /** Text as an array of `char`, each a word of its own, with the NUL at its end, as libvirt sends labels. */
  chars(value: string, max: number): void {
    const bytes = Buffer.from(value);
    if (bytes.length + 1 > max) throw tooLong('text', bytes.length + 1, max, 'characters');
    this.#word(bytes.length + 1);
    for (const byte of bytes) this.#word((byte << 24) >> 24);
    this.#word(0);
  }

  /** Bytes as an array of `char`, each a word of its own. */
  charBytes(value: Uint8Array, max: number): void {
    if (value.length > max) throw tooLong('data', value.length, max, 'bytes');
    this.#word(value.length);
    for (const byte of value) this.#word((byte << 24) >> 24);
  }

  /** Text as exactly `size` of `char`, filled up with NUL, of which there is at least one. */
  fixedChars(value: string, size: number): void {
    const bytes = Buffer.from(value);
    if (bytes.length >= size) throw tooLong('text', bytes.length, size - 1, 'characters');
    for (let i = 0; i < size; i += 1) this.#word(((bytes[i] ?? 0) << 24) >> 24);
  }

  optional<T>(value: T | undefined, encode: (w: XdrWriter, value: T) => void): void {
    this.bool(value !== undefined);
    if (value !== undefined) encode(this, value);
  }

  array<T>(values: readonly T[], max: number, encode: (w: XdrWriter, value: T) => void): void {
    if (values.length > max) throw tooLong('a list', values.length, max, 'entries');
    this.#word(values.length);
    for (const value of values) encode(this, value);
  }

  /** Overwrites the word at `at`: for lengths that are known only afterwards. */
  patch(at: number, value: number): void {
    this.#put(at, value);
  }

  #word(value: number): void {
    this.#put(this.#reserve(4), value);
  }

  #put(at: number, value: number): void {
    const buffer = this.#buffer;
    buffer[at] = value >>> 24;
    buffer[at + 1] = value >>> 16;
    buffer[at + 2] = value >>> 8;
    buffer[at + 3] = value;
  }

  #pad(length: number): void {
    const missing = -length & 3;
    if (missing === 0) return;
    const at = this.#reserve(missing);
    this.#buffer.fill(0, at, at + missing);
  }

  #reserve(size: number): number {
    const at = this.#used;
    const end = at + size;
    if (end > this.#buffer.length) this.#grow(end);
    this.#used = end;
    return at;
  }

  #grow(end: number): void {
    if (end > this.#most) throw tooLong('the message', end, this.#most, 'bytes');
    const larger = Buffer.allocUnsafe(Math.min(Math.max(end, this.#buffer.length * 2), this.#most));
    this.#buffer.copy(larger, 0, 0, this.#used);
    this.#buffer = larger;
  }
}

function doesNotFit(value: unknown, what: string): VirtError {
  return new VirtError('VIR_ERR_RPC', `Unable to encode message payload: ${String(value)} is not ${what}`, { domain: 'VIR_FROM_RPC' });
}

function tooLong(what: string, length: number, max: number, unit: string): VirtError {
  return new VirtError('VIR_ERR_RPC', `Unable to encode message payload: ${what} of ${length} ${unit} is longer than ${max}`, {
    domain: 'VIR_FROM_RPC',
  });
}
