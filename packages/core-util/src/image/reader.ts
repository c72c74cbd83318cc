import type { CallOptions, Host } from '../host/host.ts';
import { VirtError } from '../errors/virt-error.ts';

/** How much of an image's beginning is read at first: libvirt's limit, which reaches to the magic of an ISO image. */
export const headerSize = 0x8200;

/** Most that is read of one image, whatever its header says. */
const readLimit = 512 * 1024;

/** Access to the beginning of one image, and to few places in it: everything is bounded. */
export interface ImageReader {
  /** What messages call the image. */
  readonly name: string;
  /** Reads up to `length` bytes; fewer come back where the image ends. */
  read(offset: bigint, length: number): Promise<Buffer>;
}

/**
 * Reads an image file of a host.
 *
 * @throws VirtError VIR_ERR_INTERNAL_ERROR when the image makes us read more than half a MiB
 */
export function imageReader(
  host: Pick<Host, 'readFile'>,
  path: string,
  options: CallOptions & { /** Where in the file the image begins, in bytes. */ readonly from?: bigint } = {},
): ImageReader {
  const { from = 0n, signal } = options;
  let left = readLimit;
  return {
    name: path,
    async read(offset, length) {
      left -= length;
      if (left < 0) throw malformed(path, 'its header is larger than any real one');
      // No file reaches this far, so nothing is there to be read.
      if (from + offset > BigInt(Number.MAX_SAFE_INTEGER)) return Buffer.alloc(0);
      return host.readFile(path, { offset: Number(from + offset), length, signal });
    },
  };
}

/** Reads an image that is in memory. */
export function bufferReader(data: Uint8Array, name = 'image'): ImageReader {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return {
    name,
    read: async (offset, length) => {
      if (offset > BigInt(bytes.length)) return Buffer.alloc(0);
      return bytes.subarray(Number(offset), Number(offset) + length);
    },
  };
}

/** The error for an image whose header makes no sense. */
export function malformed(name: string, why: string): VirtError {
  return new VirtError('VIR_ERR_INTERNAL_ERROR', `image '${name}' is malformed: ${why}`, { domain: 'VIR_FROM_STORAGE' });
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Text of a header up to its first NUL. Names that are not UTF-8 are refused: no string of ours could hold them. */
export function headerText(name: string, bytes: Buffer): string {
  const end = bytes.indexOf(0);
  try {
    return utf8.decode(end < 0 ? bytes : bytes.subarray(0, end));
  } catch (cause) {
    throw new VirtError('VIR_ERR_INTERNAL_ERROR', `image '${name}' names a file in an encoding other than UTF-8`, {
      domain: 'VIR_FROM_STORAGE',
      cause,
    });
  }
}
