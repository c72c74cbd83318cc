import { storedImage, type StoredImage } from '@virtweave/core-conf/domain-status';
import { attr, attrOr, attrRequired, child, hex, some, str, table, uint64, yesNo, type Field, type Int64, type Table } from '@virtweave/core-conf/table';
import { formatMigrationParameters, readMigrationParameters, type MigrationParameters } from '../migration/index.ts';

/** `<job>`: what was being done with the guest when the status was written. */
export interface JobStatus {
  /** A change that others wait for, such as `modify`; `none`. */
  type: string;
  /** Something that takes long, such as `migration out`. */
  async?: string;
  /** How far that is. */
  phase?: string;
  /** Flags of the call that began it. */
  flags?: number;
  /** When it began: ms since the epoch; 0: not known. */
  asyncStarted?: Int64;
  /** A migration's disks. */
  disks?: MigratingDisk[];
  /** A migration's settings, as they were before it. */
  parameters?: MigrationParameters;
}

export interface MigratingDisk {
  dev: string;
  migrating: boolean;
  /** Where its data goes. */
  target?: StoredImage;
}

/** What a job that takes long always says, and one of an older version does not. */
function ofAsync<V>(field: Field<V>, fallback: V): Field<V> {
  return {
    ...field,
    derived: true,
    read: (element, context) => field.read(element, context) ?? (element.attr('async') === undefined ? undefined : fallback),
  };
}

const parameters: Field<MigrationParameters> = {
  attributes: [],
  children: ['migParams'],
  read: (element) => readMigrationParameters(element),
  writeChildren(value, out) {
    formatMigrationParameters(value, out.xml);
  },
  schema: () => ({ type: 'object' }),
};

export const job: Table<JobStatus> = table<JobStatus>(() => ({
  type: attrOr('type', str, 'none'),
  async: attr('async', str),
  phase: attr('phase', str),
  flags: ofAsync(attr('flags', hex(1)), 0),
  asyncStarted: ofAsync(attr('asyncStarted', uint64), 0),
  disks: some(
    'disk',
    table<MigratingDisk>(() => ({
      dev: attrRequired('dev', str),
      migrating: attrRequired('migrating', yesNo),
      target: child('migrationSource', storedImage),
    })),
  ),
  parameters,
}));
