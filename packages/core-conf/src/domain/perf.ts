import { str, yesNo } from '../table/codec.ts';
import { attrRequired } from '../table/field.ts';
import { table, type Table } from '../table/table.ts';

/** `<perf><event/>`: performance counters of the host. */
export interface PerfEvent {
  name: string;
  enabled: boolean;
}

export const perfEvent: Table<PerfEvent> = table<PerfEvent>(() => ({
  name: attrRequired('name', str),
  enabled: attrRequired('enabled', yesNo),
}));
