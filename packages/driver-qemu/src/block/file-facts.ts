import type { BlockInfo } from '@virtweave/core-api';
import { errnoError, type Host } from '@virtweave/core-util';
import { imageReader, isImageFormat, readImageMetadata } from '@virtweave/core-util/image';

/**
 * Sizes of an image that nobody has open: out of its header and its file.
 *
 * @throws VirtError VIR_ERR_SYSTEM_ERROR when it is not there
 */
export async function readImage(host: Host, file: string, format: string | undefined, signal?: AbortSignal): Promise<BlockInfo> {
  const call = signal === undefined ? {} : { signal };
  const found = await host.stat(file, call);
  if (found === undefined) throw errnoError(`Cannot access storage file '${file}'`, 'ENOENT');
  const size = BigInt(found.size);
  const allocation = found.allocated === undefined ? size : BigInt(found.allocated);
  if (format === undefined || format === 'raw' || !isImageFormat(format)) return { capacity: size, allocation, physical: size };
  const { capacity } = await readImageMetadata(imageReader(host, file, call), format);
  return { capacity: capacity ?? size, allocation, physical: size };
}
