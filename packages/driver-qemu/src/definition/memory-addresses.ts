import { VirtError } from '@virtweave/core-util';
import type { Domain } from '@virtweave/core-conf';

/** Gives pluggable memory its slots (`qemuDomainAssignMemorySlots`). */
export function assignMemoryAddresses({ devices, maxMemory }: Domain): void {
  const slots = new Set<number>();
  const count = maxMemory?.slots ?? 0;
  for (const { address } of devices.memories) {
    if (address?.type === 'dimm' && address.slot !== undefined) slots.add(address.slot);
  }
  for (const memory of devices.memories) {
    if (memory.model !== 'dimm' && memory.model !== 'nvdimm') continue;
    const { address } = memory;
    if (address !== undefined && (address.type !== 'dimm' || address.slot !== undefined)) continue;
    let slot = 0;
    while (slots.has(slot)) slot += 1;
    if (slot >= count) {
      throw new VirtError('VIR_ERR_INTERNAL_ERROR', 'failed to find an empty memory slot', { domain: 'VIR_FROM_DOMAIN' });
    }
    slots.add(slot);
    memory.address = { ...address, type: 'dimm', slot };
  }
}
