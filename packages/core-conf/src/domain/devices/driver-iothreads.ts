import { positive, uint } from '../../table/codec.ts';
import { attrRequired, properties, type Field } from '../../table/field.ts';
import { some, within } from '../../table/child.ts';
import { table, type Table } from '../../table/table.ts';

/** An I/O thread of a disk or controller, with the queues that it serves. */
export interface DriverIothread {
  id: number;
  /** Empty: all. */
  queues: number[];
}

const driverIothread: Table<DriverIothread> = table<DriverIothread>(() => ({
  id: attrRequired('id', positive),
  queues: properties('queue', 'id', uint),
}));

/** `<iothreads>` of a disk's or controller's driver. */
export const driverIothreads: Field<DriverIothread[]> = within('iothreads', some('iothread', driverIothread));
