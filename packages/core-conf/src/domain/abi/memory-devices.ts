import type { Devices } from '../devices/devices.ts';
import type { MemoryDevice } from '../devices/memory.ts';
import { deviceInfo } from './device-info.ts';
import { all, each, number, text, worded, type Check } from './words.ts';

const memory: Check<MemoryDevice> = all(
  worded("Target memory device model '%t' doesn't match source model '%s'", ({ model }) => model),
  worded(
    "Target memory device targetNode '%t' doesn't match source targetNode '%s'",
    ({ target }) => target.node ?? -1,
  ),
  worded("Target memory device size '%t' doesn't match source memory device size '%s'", ({ target }) => target.size),
  worded(
    "Target memory device block size '%t' doesn't match source memory device block size '%s'",
    ({ target }) => target.block,
    number,
  ),
  worded(
    "Target memory device requested size '%t' doesn't match source memory device requested size '%s'",
    ({ target }) => target.requested,
    number,
  ),
  worded(
    "Target NVDIMM label size '%t' doesn't match source NVDIMM label size '%s'",
    ({ target }) => target.label,
    number,
  ),
  worded(
    "Target NVDIMM alignment '%t' doesn't match source NVDIMM alignment '%s'",
    ({ source }) => source?.alignsize,
    number,
  ),
  worded("Target NVDIMM pmem flag doesn't match source NVDIMM pmem flag", ({ source }) => source?.pmem),
  worded("Target NVDIMM readonly flag doesn't match source NVDIMM readonly flag", ({ target }) => target.readonly),
  worded("Target NVDIMM UUID doesn't match source NVDIMM", ({ uuid }) => uuid, text),
  deviceInfo,
);

export const memoryDevices: Check<Devices> = each(
  'Target domain memory device count %t does not match source %s',
  ({ memories }) => memories,
  memory,
);
