import type { Disk, DiskSource, NetworkProtocol } from '@virtweave/core-conf';
import type { DefinitionContext } from './options.ts';

/** Driver and format of a disk (`qemuDomainDeviceDiskDefPostParse`). */
export function completeDisk(disk: Disk, _context: DefinitionContext): void {
  const driver = (disk.driver ??= {});
  if (disk.source.type === 'vhostuser' || disk.source.type === 'vhostvdpa') {
    driver.name ??= 'qemu';
    driver.type ??= 'raw';
    // There is no image that could be taken a snapshot of.
    if (disk.source.type === 'vhostuser') disk.snapshot ??= 'no';
    return;
  }
  driver.name ??= 'qemu';
  if (disk.source.type !== 'volume') driver.type ??= disk.source.type === 'dir' ? 'fat' : 'raw';
  completeSource(disk.source);
  for (let store = disk.backingStore; store !== undefined && store !== 'end'; store = store.backingStore)
    completeSource(store.source);
  if (disk.mirror !== undefined) (disk.mirror.format ??= {}).type ??= 'raw';
  if (disk.encryption !== undefined) disk.encryption.engine ??= 'qemu';
  if (driver.detectZeroes === 'unmap' && driver.discard !== 'unmap') driver.detectZeroes = 'on';
}

/** Ports of servers whose document names none. */
const ports: { readonly [P in NetworkProtocol]?: number } = {
  http: 80,
  https: 443,
  ftp: 21,
  ftps: 990,
  tftp: 69,
  ssh: 22,
  nbd: 10809,
  iscsi: 3260,
  gluster: 24007,
  sheepdog: 7000,
  vxhs: 9999,
};

function completeSource(source: DiskSource): void {
  if (source.encryption !== undefined) source.encryption.engine ??= 'qemu';
  if (source.type !== 'network') return;
  if (source.protocol === 'iscsi' && source.name !== undefined) source.name = iscsiName(source.name);
  for (const host of source.hosts ?? []) {
    const port = ports[source.protocol];
    if (port !== undefined && host.port === undefined && (host.transport ?? 'tcp') !== 'unix') host.port = port;
  }
}

/** Without a number the first logical unit is meant. */
export function iscsiName(name: string): string {
  return name.includes('/') ? name : `${name}/0`;
}
