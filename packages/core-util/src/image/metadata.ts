import { VirtError } from '../errors/virt-error.ts';
import { isImageFormat, type ImageFormat, type WantedFormat } from './formats.ts';
import { luksEncryption } from './luks.ts';
import { hasMagic, probeImageFormat } from './probe.ts';
import { readQcow } from './qcow.ts';
import { readQcow2 } from './qcow2.ts';
import { readQed } from './qed.ts';
import { headerSize, headerText, malformed, type ImageReader } from './reader.ts';
import { readVhdx } from './vhdx.ts';
import { readVmdk } from './vmdk.ts';

/** What an image says about itself. */
export interface ImageMetadata {
  readonly format: ImageFormat;
  /** Size that the guest sees, in bytes; undefined where it is the size of the file, as with raw images. */
  readonly capacity?: bigint;
  /** The file below it, as the image writes it: a path, perhaps relative to the image, a URI or `json:...`. */
  readonly backingStore?: string;
  /** Format of the file below, `auto` when the image does not say. */
  readonly backingFormat?: WantedFormat;
  readonly encryption?: ImageEncryption;
  /** Version of qcow2: `0.10` is 2, `1.1` is 3. */
  readonly compat?: '0.10' | '1.1';
  readonly features?: readonly ImageFeature[];
  /** Bytes. */
  readonly clusterSize?: number;
  /** The file that holds the data of a qcow2 image, as the image writes it. */
  readonly dataFile?: string;
}

export interface ImageEncryption {
  readonly format: 'qcow' | 'luks';
  /** Version of the LUKS header. */
  readonly version?: 1 | 2;
  /** Where the encrypted data begin, in bytes (LUKS 1 in a raw image). */
  readonly payloadOffset?: number;
}

/** `virStorageFileFeature`. */
export type ImageFeature = 'lazy_refcounts' | 'extended_l2' | 'data_file_raw';

/**
 * Reads an image's header (`virStorageFileProbeGetMetadata`): a few bounded reads, whatever it contains. With format `auto`
 * the format is probed; see {@link probeImageFormat} for when not to.
 *
 * @throws VirtError VIR_ERR_INTERNAL_ERROR for a header that makes no sense or is not of this format
 */
export async function readImageMetadata(reader: ImageReader, format: WantedFormat = 'auto'): Promise<ImageMetadata> {
  if (format !== 'auto' && (!isImageFormat(format) || format === 'none')) {
    throw new VirtError('VIR_ERR_INTERNAL_ERROR', `unknown storage file meta->format ${String(format)}`, {
      domain: 'VIR_FROM_STORAGE',
    });
  }
  const header = await reader.read(0n, headerSize);
  const known = format === 'auto' ? probeImageFormat(header) : format;
  if (!hasMagic(known, header)) throw malformed(reader.name, `it is not in ${known} format`);
  return { format: known, ...(await details(known, header, reader)) };
}

type Details = Omit<ImageMetadata, 'format'>;

async function details(format: ImageFormat, header: Buffer, reader: ImageReader): Promise<Details> {
  switch (format) {
    case 'qcow':
      return readQcow(header, reader);
    case 'qcow2':
      return readQcow2(header, reader);
    case 'qed':
      return readQed(header, reader);
    case 'vmdk':
      return readVmdk(header, reader);
    case 'vhdx':
      return readVhdx(reader);
    case 'cow':
      return readCow(header, reader);
    case 'raw': {
      const encryption = luksEncryption(header);
      return encryption === undefined ? {} : { encryption };
    }
    default: {
      const size = sizes[format];
      return size === undefined ? {} : { capacity: readSize(header, reader, size) };
    }
  }
}

interface SizeField {
  readonly at: number;
  readonly order: 'big' | 'little';
  /** Bytes per unit. */
  readonly unit?: bigint;
}

/** Where the formats that have nothing but a size keep it. */
const sizes: { readonly [F in ImageFormat]?: SizeField } = {
  bochs: { at: 88, order: 'little' },
  vpc: { at: 40, order: 'big' },
  vdi: { at: 368, order: 'little' },
  ploop: { at: 36, order: 'little', unit: 512n },
};

function readSize(header: Buffer, reader: ImageReader, { at, order, unit = 1n }: SizeField): bigint {
  if (header.length < at + 8) throw malformed(reader.name, 'it ends within its header');
  return (order === 'big' ? header.readBigUInt64BE(at) : header.readBigUInt64LE(at)) * unit;
}

/** User-mode Linux: the name of the file below stands in the header itself, without a format. */
function readCow(header: Buffer, reader: ImageReader): Details {
  const capacity = readSize(header, reader, { at: 1036, order: 'big' });
  const backingStore = headerText(reader.name, header.subarray(8, 1032));
  return { capacity, ...(backingStore === '' ? {} : { backingStore, backingFormat: 'auto' }) };
}
