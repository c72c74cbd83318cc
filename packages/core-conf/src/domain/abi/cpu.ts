import type { Cpu, Numa } from '../cpu.ts';
import { all, differ, each, number, part, property, text, worded, type Check } from './words.ts';

const features: Check<Cpu> = each(
  'Target CPU feature count %t does not match source %s',
  (cpu) => cpu.features ?? [],
  all(
    property('CPU feature', ({ name }) => name),
    property('CPU feature policy', ({ policy }) => policy ?? 'require'),
  ),
);

const topology = (of: 'sockets' | 'dies' | 'clusters' | 'cores' | 'threads'): Check<Cpu> =>
  property(`CPU ${of}`, (cpu) => cpu.topology && (cpu.topology[of] ?? 1), number);

/** The processor that the guest sees (`virCPUDefIsEqual`). */
export const cpu: Check<Cpu | undefined> = all(
  worded('Target CPU does not match source', (one) => one === undefined),
  part(
    (one) => one,
    all(
      property('CPU mode', ({ mode }) => mode ?? 'custom'),
      property('CPU check', ({ check }) => check),
      property('CPU model', ({ model }) => model?.name, text),
      property('CPU vendor', ({ vendor }) => vendor, text),
      property('CPU vendor id', ({ model }) => model?.vendorId, text),
      topology('sockets'),
      topology('dies'),
      topology('clusters'),
      topology('cores'),
      topology('threads'),
      worded(
        'Target CPU maxphysaddr does not match source',
        ({ maxphysaddr: one }) => one && `${one.mode} ${one.bits} ${one.limit}`,
      ),
      worded('Target CPU cache does not match source', ({ cache }) => cache && `${cache.level} ${cache.mode}`),
      features,
    ),
  ),
);

/** Memory and processors of the guest's nodes (`virDomainNumaCheckABIStability`). */
export const numa: Check<Numa | undefined> = function* (source, target) {
  const [inSource, inTarget] = [source?.cells ?? [], target?.cells ?? []];
  if (inSource.length !== inTarget.length) {
    yield* differ("Target NUMA node count '%t' doesn't match source '%s'", inSource.length, inTarget.length);
    return;
  }
  for (const [index, one] of inSource.entries()) {
    const other = inTarget[index];
    if (other === undefined) continue;
    yield* differ(`Size of target NUMA node ${index} (%t) doesn't match source (%s)`, one.memory, other.memory);
    yield* differ(`Processor mask of target NUMA node ${index} doesn't match source`, one.cpus ?? '', other.cpus ?? '');
    for (let to = 0; to < inSource.length; to += 1) {
      const distance = (cell: typeof one): number =>
        cell.distances?.find(({ id }) => id === to)?.value ?? (to === index ? 10 : 20);
      yield* differ(`Target NUMA distance from ${index} to ${to} doesn't match source`, distance(one), distance(other));
    }
  }
};
