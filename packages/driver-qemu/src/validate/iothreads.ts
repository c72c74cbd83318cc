import type { Disk, Domain } from '@virtweave/core-conf';
import type { DefinitionContext } from '../definition/options.ts';
import { unsupported } from './refuse.ts';

export function validateIothreads({ iothreadIds = [], defaultIothread }: Domain, { has }: DefinitionContext): void {
  const pools = [...iothreadIds, ...(defaultIothread === undefined ? [] : [defaultIothread])];
  const limited = pools.some(({ threadPoolMin, threadPoolMax }) => threadPoolMin !== undefined || threadPoolMax !== undefined);
  if (limited && !has('iothread.thread-pool-max')) {
    throw unsupported('thread_pool_min and thread_pool_max is not supported by this QEMU binary');
  }
}

/** The thread that serves a disk is there, and the bus lets it (`qemuValidateDomainDeviceDefDiskIOThreads`). */
export function validateDiskIothreads({ driver, target }: Disk, domain: Domain): void {
  if (driver?.iothread === undefined && driver?.iothreads === undefined) return;
  if (target.bus !== 'virtio') {
    throw unsupported(`IOThreads not available for bus ${target.bus} target ${target.dev}`);
  }
  if (driver.iothread !== undefined && !hasIothread(domain, driver.iothread)) {
    throw unsupported(`Disk iothread '${driver.iothread}' not defined in iothreadid`);
  }
}

/** Threads without a description of their own have the numbers from 1 on. */
export function hasIothread({ iothreads, iothreadIds = [] }: Domain, id: number): boolean {
  if (iothreadIds.some((thread) => thread.id === id)) return true;
  return id <= (iothreads ?? 0) && iothreadIds.length < (iothreads ?? 0);
}
