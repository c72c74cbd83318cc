import type { Disk } from '@virtweave/core-conf';
import type { DefinitionContext } from './options.ts';

/** Driver and format of a disk (`qemuDomainDeviceDiskDefPostParse`). */
export function completeDisk(disk: Disk, _context: DefinitionContext): void {
  const driver = (disk.driver ??= {});
  if (disk.source.type === 'vhostuser' || disk.source.type === 'vhostvdpa') {
    driver.name ??= 'qemu';
    driver.type ??= 'raw';
    return;
  }
  driver.name ??= 'qemu';
  if (disk.source.type !== 'volume') driver.type ??= disk.source.type === 'dir' ? 'fat' : 'raw';
  if (driver.detectZeroes === 'unmap' && driver.discard !== 'unmap') driver.detectZeroes = 'on';
}
