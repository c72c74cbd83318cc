import { str } from '../table/codec.ts';
import { leaf, property } from '../table/field.ts';
import { table, type Table } from '../table/table.ts';

/** `<resource>`: where the guest belongs on the host. */
export interface Resource {
  /** Cgroup. */
  partition?: string;
  /** Application id in Fibre Channel frames. */
  fibrechannelAppid?: string;
}

export const resource: Table<Resource> = table<Resource>(() => ({
  partition: leaf('partition', str),
  fibrechannelAppid: property('fibrechannel', 'appid', str),
}));
