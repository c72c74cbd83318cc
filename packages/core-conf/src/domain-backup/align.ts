import { VirtError } from '@virtweave/core-util/errors';
import type { Disk } from '../domain/devices/disk.ts';
import type { Domain } from '../domain/domain.ts';
import { unsupported } from '../domain/validate/refuse.ts';
import { isEmptySource, matchDisks } from '../moment/align.ts';
import type { BackupDisk, DomainBackup } from './backup.ts';

/**
 * Fills in, for each disk of the guest, whether and how it is saved, and where (`virDomainBackupAlignDisks`). Without a list
 * of disks all are saved that can be written to; with one, those that it does not name are not, and stand behind.
 *
 * @param suffix what is put behind the name of an image to make the name of its copy
 * @throws VirtError `VIR_ERR_CONFIG_UNSUPPORTED` when the wishes do not fit the guest's disks
 */
export function alignBackupDisks(backup: DomainBackup, domain: Domain, suffix: string): void {
  const { disks } = domain.devices;
  if (disks.length === 0) throw unsupported('domain must have at least one disk to perform backup');
  const wished = backup.disks ?? [];
  const matched = matchDisks(wished, disks);
  for (const disk of disks) {
    const one = matched.get(disk.target.dev);
    if (one?.backup === true) assignStore(one, disk, suffix);
  }
  const others = disks.filter(({ target }) => !matched.has(target.dev));
  backup.disks = [...wished, ...others.map((disk) => unnamed(disk, wished.length === 0, suffix))];
  for (const one of backup.disks) if (one.backup) assignMode(one, backup.incremental);
}

function unnamed(disk: Disk, all: boolean, suffix: string): BackupDisk {
  const backup = all && disk.readonly !== true && !isEmptySource(disk.source);
  const one: BackupDisk = { name: disk.target.dev, backup };
  if (backup) assignStore(one, disk, suffix);
  return one;
}

function assignStore(one: BackupDisk, { source }: Disk, suffix: string): void {
  if (isEmptySource(source)) {
    throw unsupported(`disk '${one.name}' has no media`);
  }
  if (one.store !== undefined) return;
  if (source.type !== 'file') throw unsupported(`refusing to generate file name for disk '${one.name}'`);
  one.store = { type: 'file', file: `${source.file}.${suffix}` };
}

function assignMode(one: BackupDisk, incremental: string | undefined): void {
  one.backupmode ??= (one.incremental ?? incremental) === undefined ? 'full' : 'incremental';
  if (one.backupmode === 'full') return;
  const since = one.incremental ?? incremental;
  if (since === undefined) {
    throw new VirtError(
      'VIR_ERR_XML_ERROR',
      `'incremental' backup mode of disk '${one.name}' requires setting 'incremental' field for disk or backup`,
      { domain: 'VIR_FROM_DOMAIN' },
    );
  }
  one.incremental = since;
}
