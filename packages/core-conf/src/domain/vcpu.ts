import { oneOf, positive, refusing, str, uint, yesNo } from '../table/codec.ts';
import { attr, attrOr, attrRequired, text, type Required } from '../table/field.ts';
import { table, type Table } from '../table/table.ts';

/** `<vcpu>`: how many virtual CPUs. */
export interface Vcpu {
  /** The most that the guest can have. */
  max: number;
  /** How many it starts with; absent: all. */
  current?: number;
  placement: 'static' | 'auto';
  /** Host CPUs that they run on, such as `1-4,^3`. */
  cpuset?: string;
}

/** `<vcpus>`: the state of each virtual CPU. */
export interface VcpuState {
  id: number;
  enabled: boolean;
  hotpluggable?: boolean;
  /** Order in which they are plugged in. */
  order?: number;
}

export const vcpu: Table<Vcpu> = table<Vcpu>(() => ({
  placement: attrOr('placement', oneOf('static', 'auto'), 'static'),
  cpuset: attr('cpuset', str),
  current: attr('current', refusing(positive, () => ({ detail: 'current vcpus count must be an integer' }))),
  max: maxCount(),
}));

function maxCount(): Required<number> {
  const count = text(refusing(uint, () => ({ detail: 'maximum vcpus count must be an integer' })));
  return { ...count, required: true, read: (element, context) => count.read(element, context) ?? 1 };
}

export const vcpuState: Table<VcpuState> = table<VcpuState>(() => ({
  id: attrRequired('id', uint),
  enabled: attrRequired('enabled', yesNo),
  hotpluggable: attr('hotpluggable', yesNo),
  order: attr('order', uint, { omit: 0 }),
}));
