import type { Domain } from '@virtweave/core-conf';

/** "No limit" as libvirt counts it: the largest number of KiB that bytes in 63 bits hold. */
export const unlimitedMemory: bigint = 9007199254740991n;

const KiB = 1024n;
const MiB = 1024n * KiB;
const GiB = 1024n * MiB;

/**
 * How many bytes QEMU must be allowed to lock for a guest; 0 when it locks none, {@link unlimitedMemory} for all
 * (`qemuDomainGetMemLockLimitBytes`).
 */
export function memoryLockLimit(domain: Domain): bigint {
  const { memtune, memoryBacking, os } = domain;
  // The administrator knows better than any reckoning.
  if (memtune?.hardLimit !== undefined) return BigInt(memtune.hardLimit) * KiB;
  if (memoryBacking?.locked === true) return unlimitedMemory;
  const users = memoryLockers(domain);
  const memory = BigInt(domain.memory.size) * KiB;
  if (domain.type === 'kvm' && os.type.arch?.startsWith('ppc64') === true) return pseriesLimit(domain, memory, users.vfio > 0);
  // All VFIO devices share one address space, unless an IOMMU gives each of them its own. Others always have their own.
  const shared = domain.devices.iommu === undefined ? Math.min(users.vfio, 1) + users.vdpa : users.vfio + users.vdpa;
  const times = BigInt(shared + users.nvme);
  // What the guest's memory does not cover: buffers of emulated devices.
  return times === 0n ? 0n : times * memory + GiB;
}

/** The devices that reach the guest's memory without the CPU. */
function memoryLockers({ devices }: Domain): { readonly vfio: number; readonly vdpa: number; readonly nvme: number } {
  const vfio =
    devices.hostdevs.filter(({ source, driver }) => source.type === 'mdev' || (source.type === 'pci' && (driver?.name ?? 'vfio') === 'vfio')).length +
    devices.interfaces.filter(({ source }) => source.type === 'hostdev').length;
  let vdpa = devices.interfaces.filter(({ source }) => source.type === 'vdpa').length;
  let nvme = 0;
  for (const { source, backingStore } of devices.disks) {
    const chain = [source];
    for (let next = backingStore; next !== undefined && next !== 'end'; next = next.backingStore) chain.push(next.source);
    if (chain.some(({ type }) => type === 'nvme')) nvme += 1;
    if (source.type === 'vhostvdpa') vdpa += 1;
  }
  return { vfio, vdpa, nvme };
}

/** On POWER the kernel counts what it keeps for a guest, too: page tables, and translations for each PCI host bridge. */
function pseriesLimit({ devices, maxMemory }: Domain, memory: bigint, passthrough: boolean): bigint {
  const bridges = BigInt(devices.controllers.filter(({ type, model }) => type === 'pci' && model === 'pci-root').length);
  const most = BigInt(maxMemory?.size ?? 0) * KiB;
  const base = (most > memory ? most : memory) / 128n + bridges * 4n * MiB + 8n * MiB;
  if (!passthrough) return base;
  const old = bridges * 2n * GiB;
  const dynamic = memory + (memory / 512n) * bridges + 8n * MiB;
  return base + (old > dynamic ? old : dynamic);
}
