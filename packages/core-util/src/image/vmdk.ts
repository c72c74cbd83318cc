import type { ImageMetadata } from './metadata.ts';
import { headerText, malformed, type ImageReader } from './reader.ts';

const sector = 512n;
/** Where the descriptor stands when the header does not say, and the most of it that is read. */
const usualDescriptor = 0x200n;
const descriptorLimit = 20 * 512;

/** VMDK of one file. The name of the file below stands in its text descriptor. */
export async function readVmdk(header: Buffer, reader: ImageReader): Promise<Omit<ImageMetadata, 'format'>> {
  if (header.length < 44) throw malformed(reader.name, 'it ends within its header');
  const capacity = header.readBigUInt64LE(12) * sector;
  const at = header.readBigUInt64LE(28) * sector;
  const descriptor = await reader.read(at === 0n ? usualDescriptor : at, descriptorLimit);
  if (!descriptor.subarray(0, 21).equals(descriptorMagic)) return { capacity };
  const end = descriptor.indexOf(0);
  // Byte for byte: descriptors say in which encoding they are, and only the name must be UTF-8.
  const text = descriptor.toString('latin1', 0, end < 0 ? descriptor.length : end);
  const [, name = '', quote] = /^[ \t]*parentFileNameHint[ \t]*=[ \t]*"([^"\n]*)("?)/m.exec(text) ?? [];
  if (name === '') return { capacity };
  if (quote === '') throw malformed(reader.name, 'the name of its backing file has no end');
  // By VMware's rules this is a VMDK too; QEMU takes any format and probes it, so nothing is recorded.
  return { capacity, backingStore: headerText(reader.name, Buffer.from(name, 'latin1')), backingFormat: 'auto' };
}

const descriptorMagic = Buffer.from('# Disk DescriptorFile', 'latin1');
