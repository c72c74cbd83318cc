import { XmlWriter } from '@virtweave/core-util/xml';
import { writeElement } from '../table/table.ts';
import { domainBackup, type DomainBackup } from './backup.ts';

export interface DomainBackupFormatOptions {
  /** Also what drivers note for themselves. */
  readonly internal?: boolean;
}

/** Writes a backup job as libvirt writes it (`virDomainBackupDefFormat`). */
export function formatDomainBackup(backup: DomainBackup, options: DomainBackupFormatOptions = {}): string {
  const xml = new XmlWriter();
  const internal = options.internal ?? false;
  writeElement('domainbackup', domainBackup(backup.mode, internal), backup, {
    xml,
    inactive: true,
    secure: false,
    migratable: false,
  });
  return xml.toString();
}
