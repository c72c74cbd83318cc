import { oneOf, yesNo } from '../table/codec.ts';
import { attrRequired } from '../table/field.ts';
import { table, type Table } from '../table/table.ts';

/** `<perf><event/>`: performance counters of the host. */
export interface PerfEvent {
  name: string;
  enabled: boolean;
}

/** Counters that libvirt knows, in the order in which it writes them. */
export const perfEventNames: readonly string[] = [
  'cmt', 'mbmt', 'mbml', 'cpu_cycles', 'instructions', 'cache_references', 'cache_misses', 'branch_instructions', 'branch_misses',
  'bus_cycles', 'stalled_cycles_frontend', 'stalled_cycles_backend', 'ref_cpu_cycles', 'cpu_clock', 'task_clock', 'page_faults',
  'context_switches', 'cpu_migrations', 'page_faults_min', 'page_faults_maj', 'alignment_faults', 'emulation_faults',
];

export const perfEvent: Table<PerfEvent> = table<PerfEvent>(() => ({
  name: attrRequired('name', oneOf(...perfEventNames)),
  enabled: attrRequired('enabled', yesNo),
}));
