import type { Shmem } from '@virtweave/core-conf';

/** Size of plain shared memory in MiB, and interrupts of the kind that has a server (`qemuDomainShmemDefPostParse`). */
export function completeShmem(shmem: Shmem): void {
  if (shmem.model === 'ivshmem-plain') shmem.size ??= 4;
  if (shmem.model === 'ivshmem-doorbell') (shmem.msi ??= {}).ioeventfd ??= true;
}
