import type { ImageMetadata } from './metadata.ts';
import { headerText, malformed, type ImageReader } from './reader.ts';

/** Longest name of a backing file that QEMU takes. */
const maxName = 1023;

/** The first qcow: it has no place for the format of its backing file. */
export async function readQcow(header: Buffer, reader: ImageReader): Promise<Omit<ImageMetadata, 'format'>> {
  if (header.length < 48) throw malformed(reader.name, 'it ends within its header');
  const backingStore = await readBackingName(header, reader);
  const method = header.readUInt32BE(36);
  return {
    capacity: header.readBigUInt64BE(24),
    ...(method === 0 ? {} : { encryption: { format: 'qcow' as const } }),
    ...(backingStore === undefined ? {} : { backingStore, backingFormat: 'auto' as const }),
  };
}

/** The backing file's name of qcow and qcow2: offset and length stand in the header. */
export async function readBackingName(header: Buffer, reader: ImageReader, within?: number): Promise<string | undefined> {
  const offset = header.readBigUInt64BE(8);
  const length = header.readUInt32BE(16);
  if (offset === 0n || length === 0) return undefined;
  // An image that breaks these rules is not opened by QEMU either. Taking it for one without a backing file would hide one.
  if (length > maxName) throw malformed(reader.name, `the name of its backing file has ${length} bytes`);
  if (within !== undefined && offset + BigInt(length) > BigInt(within)) {
    throw malformed(reader.name, 'the name of its backing file is outside the header');
  }
  const end = offset + BigInt(length);
  const name = end <= BigInt(header.length) ? header.subarray(Number(offset), Number(end)) : await reader.read(offset, length);
  if (name.length < length) throw malformed(reader.name, 'the name of its backing file is behind its end');
  const text = headerText(reader.name, name);
  return text === '' ? undefined : text;
}
