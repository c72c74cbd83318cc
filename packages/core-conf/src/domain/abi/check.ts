import type { Clock, Timer } from '../clock.ts';
import type { Domain } from '../domain.ts';
import { unsupported } from '../validate/refuse.ts';
import { cpu, numa } from './cpu.ts';
import { devices } from './devices.ts';
import { features } from './features.ts';
import { sysinfo } from './sysinfo.ts';
import { all, differ, each, number, property, quoted, text, worded, yesNo, type Check } from './words.ts';

export interface AbiCheckOptions {
  /** Leave out what may change while a guest runs: its current memory (`VIR_DOMAIN_DEF_ABI_CHECK_SKIP_VOLATILE`). */
  readonly skipVolatile?: boolean;
}

/**
 * Refuses a definition with which a running guest would see another machine (`virDomainDefCheckABIStability`): for
 * migration, snapshots, and documents that are given for a saved guest.
 *
 * @throws VirtError `VIR_ERR_CONFIG_UNSUPPORTED` with libvirt's words for the first difference
 *
 * @example
 * ```ts
 * checkAbiStability(source, { ...source, memory: { size: 2097152 } });
 * // unsupported configuration: Target domain max memory 2097152 does not match source 1048576
 * ```
 */
export function checkAbiStability(source: Domain, target: Domain, options: AbiCheckOptions = {}): void {
  for (const difference of differences(source, target, options)) throw unsupported(difference);
}

/** All that a guest would see differently, in libvirt's words and order. */
export function abiDifferences(source: Domain, target: Domain, options: AbiCheckOptions = {}): readonly string[] {
  return [...differences(source, target, options)];
}

function* differences(source: Domain, target: Domain, options: AbiCheckOptions): Generator<string, void, undefined> {
  yield* identity(source, target);
  if (options.skipVolatile !== true) yield* currentMemory(source, target);
  yield* machine(source, target);
}

const identity: Check<Domain> = all(
  property('domain virt type', ({ type }) => type),
  property('domain uuid', ({ uuid }) => uuid?.toLowerCase(), text),
  worded('Target domain requested genid does not match source', ({ genid }) => genid === undefined),
  property('domain genid', ({ genid }) => genid?.toLowerCase(), text),
  quoted('domain name', ({ name }) => name),
  // What can be plugged in is compared device by device.
  property('domain max memory', initialMemory),
);

function initialMemory({ memory, devices: { memories } }: Domain): number {
  return memories.reduce((left, { target }) => left - target.size, memory.size);
}

const currentMemory: Check<Domain> = property(
  'domain current memory',
  ({ currentMemory: now, memory }) => now ?? memory.size,
);

const vcpus: Check<Domain> = function* (source, target) {
  yield* property<Domain>('domain vCPU max', ({ vcpu }) => vcpu.max)(source, target);
  const [of, ofTarget] = [statesOf(source), statesOf(target)];
  for (let id = 0; id < Math.min(source.vcpu.max, target.vcpu.max, mostVcpus); id += 1) {
    const [one, other] = [of(id), ofTarget(id)];
    yield* differ(
      `State of vCPU '${id}' differs between source and destination definitions`,
      one.enabled,
      other.enabled,
    );
    yield* differ(
      `vcpu enable order of vCPU '${id}' differs between source and destination definitions`,
      one.order,
      other.order,
      number,
    );
  }
};

/** More than hypervisors have. A document may name billions. */
const mostVcpus = 0x10000;

function statesOf({ vcpu, vcpus: states = [] }: Domain): (id: number) => { enabled: boolean; order?: number } {
  const named = new Map(states.map((state) => [state.id, state]));
  return (id) => named.get(id) ?? { enabled: id < (vcpu.current ?? vcpu.max) };
}

const timer: Check<Timer> = function* (source, target) {
  yield* property<Timer>('timer', ({ name }) => name)(source, target);
  yield* quoted<Timer>('timer presence', ({ present }) => present, yesNo)(source, target);
  if (source.name !== 'tsc') return;
  yield* property<Timer>('TSC frequency', ({ frequency }) => frequency, number)(source, target);
  yield* property<Timer>('TSC mode', ({ mode }) => mode ?? 'auto')(source, target);
};

const clock: Check<Clock> = each('Target domain timers do not match source', ({ timers }) => timers ?? [], timer);

const machine: Check<Domain> = all(
  (source, target) => numa(source.cpu?.numa, target.cpu?.numa),
  worded("Target maximum memory size '%t' doesn't match source '%s'", ({ maxMemory }) => maxMemory?.size, number),
  worded(
    "Target domain memory slots count '%t' doesn't match source '%s'",
    ({ maxMemory }) => maxMemory?.slots,
    number,
  ),
  vcpus,
  property('domain OS type', ({ os }) => os.type.type),
  property('domain architecture', ({ os }) => os.type.arch, text),
  property('domain machine type', ({ os }) => os.type.machine, text),
  property('domain SMBIOS mode', ({ os }) => os.smbios ?? 'none'),
  (source, target) => features(source.features, target.features),
  (source, target) => clock(source.clock, target.clock),
  (source, target) => cpu(source.cpu, target.cpu),
  each('Target domain count of sysinfo does not match source', ({ sysinfos }) => sysinfos ?? [], sysinfo),
  (source, target) => devices(source.devices, target.devices),
);
