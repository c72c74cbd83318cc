import type { MemoryDevice } from '../devices/memory.ts';
import type { Domain } from '../domain.ts';
import { isPowerOfTwo } from './numbers.ts';
import { refuse, unsupported } from './refuse.ts';

/** KiB that virtio-mem plugs in at least: a transparent huge page. */
const smallestBlock = 2048;

/** `virDomainMemoryDefValidate`. */
export function validateMemoryDevice(memory: MemoryDevice, { os, cpu }: Domain): void {
  const { model, source, target, discard } = memory;
  switch (model) {
    case 'nvdimm':
      if (source?.path === undefined) throw refuse("path is required for model 'nvdimm'");
      if (discard === true) throw unsupported('discard is not supported for nvdimms');
      if (os.type.arch?.startsWith('ppc64') === true) {
        if (target.label === undefined || target.label === 0) {
          throw refuse('label size is required for NVDIMM device');
        }
      } else if (memory.uuid !== undefined) {
        throw unsupported('UUID is not supported for NVDIMM device');
      }
      break;
    case 'virtio-pmem':
      if (source?.path === undefined) throw refuse(`path is required for model '${model}'`);
      if (discard === true) throw unsupported(`discard is not supported for model '${model}'`);
      if (memory.access !== 'shared') throw unsupported('shared access mode required for virtio-pmem device');
      break;
    case 'virtio-mem': {
      const { requested = 0, size, block = 0 } = target;
      if (requested > size) {
        throw refuse(`requested size must be smaller than or equal to @size (${size}KiB)`);
      }
      if (!isPowerOfTwo(block)) throw refuse('block size must be a power of two');
      if (block < smallestBlock && os.type.arch !== 's390x') {
        throw refuse(`block size too small, must be at least ${smallestBlock}KiB`);
      }
      if (requested % block !== 0) {
        throw refuse('requested size must be an integer multiple of block size');
      }
      break;
    }
    default:
  }
  const { node } = target;
  if (node === undefined) return;
  const cells = cpu?.numa?.cells?.length ?? 0;
  if (cells === 0) {
    throw refuse("can't add memory backend as guest has no NUMA nodes configured", 'VIR_ERR_XML_DETAIL');
  }
  if (node >= cells) {
    throw refuse(
      `can't add memory backend for guest node '${node}' as the guest has only '${cells}' NUMA nodes configured`,
      'VIR_ERR_XML_DETAIL',
    );
  }
}
