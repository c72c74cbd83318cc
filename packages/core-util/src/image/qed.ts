import type { ImageMetadata } from './metadata.ts';
import { headerText, malformed, type ImageReader } from './reader.ts';

const hasBackingFile = 1n;
const backingFormatNoProbe = 4n;
const maxName = 1023;

/** QED. It records of its backing file's format only whether it is raw. */
export async function readQed(header: Buffer, reader: ImageReader): Promise<Omit<ImageMetadata, 'format'>> {
  if (header.length < 64) throw malformed(reader.name, 'it ends within its header');
  const capacity = header.readBigUInt64LE(48);
  const features = header.readBigUInt64LE(16);
  if ((features & hasBackingFile) === 0n) return { capacity };
  const offset = header.readUInt32LE(56);
  const length = header.readUInt32LE(60);
  if (offset === 0 || length === 0) return { capacity };
  if (length > maxName) throw malformed(reader.name, `the name of its backing file has ${length} bytes`);
  const name = await reader.read(BigInt(offset), length);
  if (name.length < length) throw malformed(reader.name, 'the name of its backing file is behind its end');
  const backingStore = headerText(reader.name, name);
  return { capacity, backingStore, backingFormat: (features & backingFormatNoProbe) === 0n ? 'auto' : 'raw' };
}
