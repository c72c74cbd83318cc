import { yesNo } from '../table/codec.ts';
import { property } from '../table/field.ts';
import { table, type Table } from '../table/table.ts';

/** `<pm>`: which ways of sleeping the guest's firmware offers. */
export interface PowerManagement {
  suspendToMem?: boolean;
  suspendToDisk?: boolean;
}

export const powerManagement: Table<PowerManagement> = table<PowerManagement>(() => ({
  suspendToMem: property('suspend-to-mem', 'enabled', yesNo),
  suspendToDisk: property('suspend-to-disk', 'enabled', yesNo),
}));
