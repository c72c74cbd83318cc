import { VirtError } from '../errors/virt-error.ts';
import { recordedFormat, type WantedFormat } from './formats.ts';
import type { ImageEncryption, ImageFeature, ImageMetadata } from './metadata.ts';
import { readBackingName } from './qcow.ts';
import { headerText, malformed, type ImageReader } from './reader.ts';

/** Most that is looked at for header extensions; real ones take a few hundred bytes. */
const extensionLimit = 64 * 1024;

const backingFormatExtension = 0xe2792aca;
const dataFileExtension = 0x44415441;

const incompatibleDataFile = 1n << 2n;
const incompatibleExtendedL2 = 1n << 4n;
const compatibleLazyRefcounts = 1n << 0n;
const autoclearDataFileRaw = 1n << 1n;

/** qcow2, versions 2 and 3. */
export async function readQcow2(header: Buffer, reader: ImageReader): Promise<Omit<ImageMetadata, 'format'>> {
  if (header.length < 72) throw malformed(reader.name, 'it ends within its header');
  const recent = header.readUInt32BE(4) >= 3;
  if (recent && header.length < 104) throw malformed(reader.name, 'it ends within its header');
  const bits = header.readUInt32BE(20);
  if (bits < 9 || bits > 21) throw malformed(reader.name, `its clusters have 2^${bits} bytes`);
  const clusterSize = 2 ** bits;
  const incompatible = recent ? header.readBigUInt64BE(72) : 0n;

  const backingStore = await readBackingName(header, reader, clusterSize);
  const { backingFormat, dataFile } = await readExtensions(header, reader, recent, clusterSize);
  if ((incompatible & incompatibleDataFile) !== 0n && dataFile === '') throw malformed(reader.name, 'its data file has no name');

  const encryption = encryptions[header.readUInt32BE(32)];
  return {
    capacity: header.readBigUInt64BE(24),
    compat: recent ? '1.1' : '0.10',
    features: recent ? readFeatures(header, incompatible) : [],
    clusterSize,
    ...(encryption === undefined ? {} : { encryption }),
    ...(backingStore === undefined ? {} : { backingStore, backingFormat: backingFormat ?? 'auto' }),
    ...((incompatible & incompatibleDataFile) !== 0n && dataFile !== undefined ? { dataFile } : {}),
  };
}

const encryptions: Readonly<Record<number, ImageEncryption>> = { 1: { format: 'qcow' }, 2: { format: 'luks' } };

function readFeatures(header: Buffer, incompatible: bigint): ImageFeature[] {
  const features: ImageFeature[] = [];
  if ((header.readBigUInt64BE(80) & compatibleLazyRefcounts) !== 0n) features.push('lazy_refcounts');
  if ((incompatible & incompatibleExtendedL2) !== 0n) features.push('extended_l2');
  if ((incompatible & incompatibleDataFile) !== 0n && (header.readBigUInt64BE(88) & autoclearDataFileRaw) !== 0n) {
    features.push('data_file_raw');
  }
  return features;
}

interface Extensions {
  backingFormat?: WantedFormat;
  dataFile?: string;
}

/** Header extensions stand between the header and the backing file's name, or else up to the end of the first cluster. */
async function readExtensions(header: Buffer, reader: ImageReader, recent: boolean, clusterSize: number): Promise<Extensions> {
  const start = recent ? header.readUInt32BE(100) : 72;
  if (start < 72 || start > clusterSize || (recent && start < 104)) {
    throw malformed(reader.name, `its header is ${start} bytes long`);
  }
  const nameAt = header.readBigUInt64BE(8);
  // The name was found to lie within the first cluster.
  const end = nameAt > 0n && nameAt <= BigInt(clusterSize) ? Number(nameAt) : clusterSize;
  let area = header;
  const found: Extensions = {};
  for (let at = start; at + 8 <= end; ) {
    if (at + 8 > area.length && area === header) area = await reader.read(0n, Math.min(end, extensionLimit));
    // An image may end within its header: QEMU reads zeros there, which end the list.
    if (at + 8 > area.length) {
      if (at + 8 <= extensionLimit) break;
      throw malformed(reader.name, 'its header extensions have no end');
    }
    const kind = area.readUInt32BE(at);
    const length = area.readUInt32BE(at + 4);
    if (kind === 0) break;
    if (length > end - at - 8) throw malformed(reader.name, 'a header extension is longer than the header');
    if (kind === backingFormatExtension || kind === dataFileExtension) {
      if (at + 8 + length > area.length && area === header) area = await reader.read(0n, Math.min(end, extensionLimit));
      if (at + 8 + length > area.length) throw malformed(reader.name, 'it ends within a header extension');
      const text = headerText(reader.name, area.subarray(at + 8, at + 8 + length));
      if (kind === dataFileExtension) found.dataFile = text;
      else found.backingFormat = backingFormatOf(reader.name, text);
    }
    at += 8 + Math.ceil(length / 8) * 8;
  }
  return found;
}

function backingFormatOf(image: string, name: string): WantedFormat {
  const format = recordedFormat(name);
  if (format === undefined) {
    throw new VirtError('VIR_ERR_OPERATION_UNSUPPORTED', `image '${image}' has a backing file of unknown format '${name}'`, {
      domain: 'VIR_FROM_STORAGE',
    });
  }
  return format;
}
