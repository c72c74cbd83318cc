import { domainBackup, type DomainBackup } from '../domain-backup/backup.ts';
import type { Field } from '../table/field.ts';
import { readTable, writeElement } from '../table/table.ts';

/** `<domainbackup>` inside a driver's status: the backup that is under way, with what the driver notes for it. */
export const storedBackup: Field<DomainBackup> = {
  attributes: [],
  children: ['domainbackup'],
  read(element, context) {
    const found = element.child('domainbackup');
    return found === undefined ? undefined : readTable(domainBackup(found.attr('mode') === 'pull' ? 'pull' : 'push', true), found, context);
  },
  writeChildren(value, out) {
    writeElement('domainbackup', domainBackup(value.mode, true), value, out);
  },
  schema: () => domainBackup('pull', true).schema(),
};
