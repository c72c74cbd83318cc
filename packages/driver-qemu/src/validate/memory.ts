import type { Domain, MemoryDevice } from '@virtweave/core-conf';
import type { DefinitionContext } from '../definition/options.ts';
import { boardOf } from '../definition/machine.ts';
import { unsupported } from './refuse.ts';

/** What the guest's memory is made of (`qemuValidateDomainDefMemory`, `qemuDomainDefValidateMemoryHotplug`). */
export function validateMemory(domain: Domain, context: DefinitionContext): void {
  const { memtune, memoryBacking, cpu, maxMemory, devices } = domain;
  if ((memtune?.minGuarantee ?? 0) > 0) throw unsupported("Parameter 'min_guarantee' not supported by QEMU.");
  const cells = cpu?.numa?.cells ?? [];
  if (memoryBacking?.hugepages !== undefined) {
    if (memoryBacking.allocation?.mode === 'ondemand') {
      throw unsupported('hugepages are not allowed with memory allocation ondemand');
    }
    if (memoryBacking.source === 'anonymous') {
      throw unsupported('hugepages are not allowed with anonymous memory source');
    }
    if (memoryBacking.source === 'memfd' && !context.has('memory-backend-memfd.hugetlb')) {
      throw unsupported('hugepages is not supported with memfd memory source');
    }
  }
  if (cpu?.numa?.interconnects !== undefined && !context.has('numa.hmat')) {
    throw unsupported('HMAT is not supported with this QEMU');
  }
  if (maxMemory?.slots !== undefined || devices.memories.length > 0) validateHotplug(domain, cells.length);
}

function validateHotplug(domain: Domain, cells: number): void {
  const { maxMemory, devices } = domain;
  const slotted = devices.memories.filter(({ model }) => model === 'dimm' || model === 'nvdimm');
  if (maxMemory === undefined) {
    if (devices.memories.some(({ model }) => model !== 'sgx-epc')) {
      throw unsupported("cannot use/hotplug a memory device when domain 'maxMemory' is not defined");
    }
    return;
  }
  if (cells === 0 && boardOf(domain) !== 'pseries' && slotted.length > 0) {
    throw unsupported('At least one numa node has to be configured when enabling memory hotplug');
  }
  if (cells === 0 && devices.memories.length === 0 && (maxMemory.slots ?? 0) > 0) {
    throw unsupported('At least one numa node has to be configured when enabling memory hotplug');
  }
  requireFreeSlots(devices.memories, maxMemory.slots ?? 0);
  if (slotted.length > (maxMemory.slots ?? 0)) {
    throw unsupported(`memory device count '${slotted.length}' exceeds slots count '${maxMemory.slots ?? 0}'`);
  }
  const plugged = devices.memories.filter(({ model }) => model !== 'sgx-epc').reduce((sum, { target }) => sum + target.size, 0);
  if (plugged > maxMemory.size - (domain.memory.size - plugged)) {
    throw unsupported('memory device total size exceeds hotplug space');
  }
}

/** A slot, and a place in the guest's memory, has one device. */
function requireFreeSlots(memories: readonly MemoryDevice[], count: number): void {
  const slots = new Set<number>();
  const bases = new Set<bigint>();
  for (const { address } of memories) {
    if (address?.type !== 'dimm') continue;
    const { slot = 0, base = 0 } = address;
    if (slot >= count) throw unsupported(`memory device slot '${slot}' exceeds slots count '${count}'`);
    if (slots.has(slot)) throw unsupported(`memory device slot '${slot}' is already being used by another memory device`);
    const place = BigInt(base);
    if (place !== 0n && bases.has(place)) {
      throw unsupported(`memory device base '0x${place.toString(16)}' is already being used by another memory device`);
    }
    slots.add(slot);
    bases.add(place);
  }
}

/** `qemuValidateDomainDeviceDefMemory`. */
export function validateMemoryDevice(memory: MemoryDevice, { os }: Domain, { has }: DefinitionContext): void {
  const { model, target, address } = memory;
  const absent = (what: string, flag: string): void => {
    if (!has(flag)) throw unsupported(`${what} isn't supported by this QEMU binary`);
  };
  if (model === 'dimm' || model === 'nvdimm') {
    if (address !== undefined && address.type !== 'dimm') {
      throw unsupported(`only 'dimm' addresses are supported for the pc-dimm device`);
    }
  }
  if (model === 'virtio-mem' || model === 'virtio-pmem') {
    if (address !== undefined && address.type !== 'pci' && !(address.type === 'ccw' && model === 'virtio-mem')) {
      throw unsupported(`only 'pci' addresses are supported for the ${model} device`);
    }
  }
  switch (model) {
    case 'dimm':
      if (!os.type.arch?.startsWith('ppc64')) absent('memory hotplug', 'pc-dimm');
      return;
    case 'nvdimm':
      absent('nvdimm', 'nvdimm');
      if (target.readonly === true && !has('nvdimm.unarmed')) {
        throw unsupported('nvdimm readonly property is not available with this QEMU binary');
      }
      return;
    case 'virtio-pmem':
      absent('virtio-pmem', 'virtio-pmem-pci');
      return;
    case 'virtio-mem':
      absent('virtio-mem', os.type.arch === 's390x' ? 'virtio-mem-ccw' : 'virtio-mem-pci');
      return;
    case 'sgx-epc':
      absent('sgx epc', 'sgx-epc');
      return;
    default:
  }
}
