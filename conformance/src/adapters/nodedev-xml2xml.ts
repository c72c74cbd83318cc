import { formatNodeDevice, parseNodeDevice, type BlockData, type Int64 } from '@virtweave/core-conf';
import type { Adapter } from '../adapter.ts';

/** A device document, its block data as the pretended host has them. */
export const run: Adapter = async ({ input }, files) => {
  const device = parseNodeDevice(await files.read(String(input)));
  for (const capability of device.capabilities) {
    if (capability.type !== 'storage') continue;
    if (capability.removable?.available === true) setBlocks(capability.removable, capability.removable.size, 2048n);
    else if (capability.size !== undefined) setBlocks(capability, capability.size, 512n);
  }
  return { expected: formatNodeDevice(device) };
};

function setBlocks(data: BlockData, size: Int64, blockSize: bigint): void {
  data.logicalBlockSize = blockSize;
  data.numBlocks = BigInt(size) / blockSize;
}
