import { VirtError } from '@virtweave/core-util/errors';

/**
 * Reads XDR (RFC 4506). A length is compared with its limit and with the bytes that are there before anything is
 * allocated; what is wrong is one `VIR_ERR_RPC`.
 */
export class XdrReader {
  readonly #buffer: Buffer;
  #at: number;
  readonly #end: number;

  constructor(buffer: Buffer, start: number = 0, end: number = buffer.length) {
    this.#buffer = buffer;
    this.#at = start;
    this.#end = end;
  }

  /** Bytes that were not read yet. */
  get left(): number {
    return this.#end - this.#at;
  }

  int(): number {
    const at = this.#take(4);
    const b = this.#buffer;
    return ((b[at] as number) << 24) | ((b[at + 1] as number) << 16) | ((b[at + 2] as number) << 8) | (b[at + 3] as number);
  }

  uint(): number {
    return this.int() >>> 0;
  }

  uchar(): number {
    return this.#within(this.uint(), 0, 0xff);
  }

  char(): number {
    return this.#within(this.int(), -128, 127);
  }

  ushort(): number {
    return this.#within(this.uint(), 0, 0xffff);
  }

  /** Whatever is not zero is true: go-libvirt, and with it Terraform, writes 0x01000000. libvirt takes that, too. */
  bool(): boolean {
    return this.uint() !== 0;
  }

  hyper(): bigint {
    return this.#buffer.readBigInt64BE(this.#take(8));
  }

  uhyper(): bigint {
    return this.#buffer.readBigUInt64BE(this.#take(8));
  }

  double(): number {
    return this.#buffer.readDoubleBE(this.#take(8));
  }

  string(max: number): string {
    const length = this.#length('a string', max);
    const at = this.#take((length + 3) & ~3);
    const text = this.#buffer.toString('utf8', at, at + length);
    if (text.includes('\0')) throw broken('a string contains NUL');
    return text;
  }

  optionalString(max: number): string | undefined {
    return this.bool() ? this.string(max) : undefined;
  }

  /** A copy: the message's buffer is not kept alive by a few bytes of it. */
  opaque(max: number): Uint8Array {
    return this.fixed(this.#length('data', max));
  }

  fixed(size: number): Uint8Array {
    const at = this.#take((size + 3) & ~3);
    return new Uint8Array(this.#buffer.subarray(at, at + size));
  }

  uuid(): string {
    const at = this.#take(16);
    const hex = this.#buffer.toString('hex', at, at + 16);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  }

  /** Text that was sent as an array of `char`, up to its NUL. */
  chars(max: number): string {
    const length = this.#length('text', max);
    this.#need(length * 4);
    return this.#charText(length);
  }

  /** Bytes that were sent as an array of `char`. */
  charBytes(max: number): Uint8Array {
    const length = this.#length('data', max);
    this.#need(length * 4);
    const bytes = new Uint8Array(length);
    for (let i = 0; i < length; i += 1) bytes[i] = this.int();
    return bytes;
  }

  fixedChars(size: number): string {
    this.#need(size * 4);
    return this.#charText(size);
  }

  optional<T>(decode: (r: XdrReader) => T): T | undefined {
    return this.bool() ? decode(this) : undefined;
  }

  /** `leastSize`: fewest bytes that an entry takes, so that a list is never longer than what was sent. */
  array<T>(max: number, leastSize: number, decode: (r: XdrReader) => T): readonly T[] {
    const length = this.#length('a list', max);
    this.#need(length * leastSize);
    const values: T[] = [];
    for (let i = 0; i < length; i += 1) values.push(decode(this));
    return values;
  }

  #charText(length: number): string {
    const bytes = Buffer.allocUnsafe(length);
    let ended = -1;
    for (let i = 0; i < length; i += 1) {
      bytes[i] = this.int();
      if (bytes[i] === 0 && ended < 0) ended = i;
    }
    return bytes.toString('utf8', 0, ended < 0 ? length : ended);
  }

  #length(what: string, max: number): number {
    const length = this.uint();
    if (length > max) throw broken(`${what} of ${length} is longer than ${max}`);
    return length;
  }

  #within(value: number, least: number, most: number): number {
    if (value < least || value > most) throw broken(`${value} is not between ${least} and ${most}`);
    return value;
  }

  #need(size: number): void {
    if (size > this.#end - this.#at) throw broken(`${size} bytes are needed, ${this.#end - this.#at} are there`);
  }

  #take(size: number): number {
    const at = this.#at;
    if (size > this.#end - at) throw broken(`${size} bytes are needed, ${this.#end - at} are there`);
    this.#at = at + size;
    return at;
  }
}

/** A union whose discriminant is none of its arms. */
export function unknownArm(union: string, discriminant: number): VirtError {
  return new VirtError('VIR_ERR_RPC', `Unable to decode message payload: ${union} of unknown type ${discriminant}`, {
    domain: 'VIR_FROM_RPC',
  });
}

function broken(why: string): VirtError {
  return new VirtError('VIR_ERR_RPC', `Unable to decode message payload: ${why}`, { domain: 'VIR_FROM_RPC' });
}
