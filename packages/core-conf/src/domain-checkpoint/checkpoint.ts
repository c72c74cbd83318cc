import { oneOf, str, uint64, type Int64 } from '../table/codec.ts';
import { attr, attrOr, attrRequired, type Field } from '../table/field.ts';
import { some, within } from '../table/child.ts';
import { table, type Fields, type Table } from '../table/table.ts';
import { creationTime, definition, description, name, parent, type Moment } from '../moment/moment.ts';

/** `<domaincheckpoint>`: a moment from which on a guest's writes are noted, for incremental backups (`virDomainCheckpointDef`). */
export interface DomainCheckpoint extends Moment {
  disks?: CheckpointDisk[];
}

export interface CheckpointDisk {
  /** Target of the disk, such as `vda`, or the path of its image; after {@link alignCheckpointDisks} always the target. */
  name: string;
  /** `bitmap`: blocks that are written to are noted in a bitmap of the image. */
  checkpoint: 'no' | 'bitmap';
  /** Name of the bitmap; that of the checkpoint when absent. */
  bitmap?: string;
  /** Bytes that were written since: an estimate, in output only. */
  size?: Int64;
}

/** Written only when it is asked for. */
const size: Field<Int64> = { ...attr('size', uint64), writeAttributes() {}, read: () => undefined };
const sized: Field<Int64> = attr('size', uint64);

const diskFields: Fields<CheckpointDisk> = {
  name: attrRequired('name', str),
  checkpoint: attrOr('checkpoint', oneOf('no', 'bitmap'), 'bitmap'),
  bitmap: attr('bitmap', str),
  size,
};

const fields: Fields<DomainCheckpoint> = {
  name,
  description,
  parent,
  creationTime,
  disks: within('disks', some('disk', table<CheckpointDisk>(diskFields))),
  domain: definition('domain'),
};

/** The table of `<domaincheckpoint>`, in the order in which libvirt writes it. */
export const domainCheckpoint: Table<DomainCheckpoint> = table<DomainCheckpoint>(fields);

/** The same with the sizes of the disks. */
export const sizedCheckpoint: Table<DomainCheckpoint> = table<DomainCheckpoint>(() => ({
  ...fields,
  disks: within('disks', some('disk', table<CheckpointDisk>(() => ({ ...diskFields, size: sized })))),
}));

/** What a user says of a checkpoint that is to be made. */
export type CheckpointRequest = Pick<DomainCheckpoint, 'name' | 'description' | 'disks'>;
export const checkpointRequest: Table<CheckpointRequest> = table<CheckpointRequest>(() => ({
  name,
  description,
  disks: fields.disks,
}));
