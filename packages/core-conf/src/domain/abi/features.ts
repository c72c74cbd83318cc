import type { Features, Hyperv, KvmFeatures } from '../features.ts';
import { all, choice, differ, number, onOff, worded, type Check, type Show } from './words.ts';

type Simple = {
  readonly [K in keyof Features]-?: NonNullable<Features[K]> extends boolean ? K : never;
}[keyof Features];

/** Features that are on, off, or left to the hypervisor, by the names that documents have for them. */
const switches: Readonly<Record<Simple, string>> = {
  acpi: 'acpi',
  pae: 'pae',
  viridian: 'viridian',
  privnet: 'privnet',
  hap: 'hap',
  pvspinlock: 'pvspinlock',
  pmu: 'pmu',
  vmport: 'vmport',
  htm: 'htm',
  nestedHv: 'nested-hv',
  vmcoreinfo: 'vmcoreinfo',
  ccfAssist: 'ccf-assist',
  ps2: 'ps2',
  asyncTeardown: 'async-teardown',
  ras: 'ras',
};

const state = (
  name: string,
  of: (features: Features | undefined) => unknown,
  show: Show = onOff,
): Check<Features | undefined> =>
  worded(`State of feature '${name}' differs: source: '%s', destination: '%t'`, of, show);

/** The state of a feature that is there, with its settings: `on,version=2`. */
const settings = <K extends keyof Features>(
  name: string,
  key: K,
  show: (value: Exclude<Features[K], undefined> | undefined) => readonly string[],
  withState = true,
): Check<Features | undefined> =>
  state(
    name,
    (one) => {
      const value = one?.[key] as Exclude<Features[K], undefined> | undefined;
      return [...(withState ? [value === undefined ? 'default' : 'on'] : []), ...show(value)].join();
    },
    choice,
  );

const hypervSwitches: readonly (readonly [name: string, of: (hyperv: Hyperv | undefined) => boolean | undefined])[] = [
  ['relaxed', (one) => one?.relaxed],
  ['vapic', (one) => one?.vapic],
  ['spinlocks', (one) => one?.spinlocks?.state],
  ['vpindex', (one) => one?.vpindex],
  ['runtime', (one) => one?.runtime],
  ['synic', (one) => one?.synic],
  ['stimer', (one) => one?.stimer?.state],
  ['reset', (one) => one?.reset],
  ['frequencies', (one) => one?.frequencies],
  ['reenlightenment', (one) => one?.reenlightenment],
  ['tlbflush', (one) => one?.tlbflush?.state],
  ['ipi', (one) => one?.ipi],
  ['evmcs', (one) => one?.evmcs],
  ['avic', (one) => one?.avic],
  ['emsr_bitmap', (one) => one?.emsrBitmap],
  ['xmm_input', (one) => one?.xmmInput],
];

const kvmSwitches: readonly (readonly [name: string, of: (kvm: KvmFeatures | undefined) => boolean | undefined])[] = [
  ['hidden', (one) => one?.hidden],
  ['hint-dedicated', (one) => one?.hintDedicated],
  ['poll-control', (one) => one?.pollControl],
  ['pv-ipi', (one) => one?.pvIpi],
  ['dirty-ring', (one) => one?.dirtyRing?.state],
];

const nothing: Show = (value) => (value === undefined ? '(null)' : String(value));

const hyperv: Check<Features | undefined> = function* (source, target) {
  const [inSource, inTarget] = [source?.hyperv, target?.hyperv];
  for (const [name, of] of hypervSwitches) {
    const words = `State of HyperV enlightenment feature '${name}' differs: source: '%s', destination: '%t'`;
    yield* differ(words, of(inSource), of(inTarget), onOff);
  }
  yield* differ(
    "HyperV spinlock retry count differs: source: '%s', destination: '%t'",
    inSource?.spinlocks?.retries,
    inTarget?.spinlocks?.retries,
    number,
  );
  yield* differ(
    "HyperV vendor_id differs: source: '%s', destination: '%t'",
    inSource?.vendorId?.value,
    inTarget?.vendorId?.value,
    nothing,
  );
  yield* differ(
    "State of HyperV stimer direct feature differs: source: '%s', destination: '%t'",
    inSource?.stimer?.direct,
    inTarget?.stimer?.direct,
    onOff,
  );
};

const kvm: Check<Features | undefined> = function* (source, target) {
  for (const [name, of] of kvmSwitches)
    yield* differ(
      `State of KVM feature '${name}' differs: source: '%s', destination: '%t'`,
      of(source?.kvm),
      of(target?.kvm),
      onOff,
    );
  const size = (features: Features | undefined): number | undefined => features?.kvm?.dirtyRing?.size;
  yield* differ(
    "dirty ring size of KVM feature 'dirty-ring' differs: source: '%s', destination: '%t'",
    size(source),
    size(target),
    number,
  );
};

const xen: Check<Features | undefined> = all(
  worded(
    "State of Xen feature 'e820_host' differs: source: '%s', destination: '%t'",
    (one) => one?.xen?.e820Host,
    onOff,
  ),
  worded(
    "State of Xen feature 'passthrough' differs: source: '%s', destination: '%t'",
    (one) => one?.xen?.passthrough?.state,
    onOff,
  ),
  worded(
    "'mode' of Xen passthrough feature differs: source: '%s', destination: '%t'",
    (one) => one?.xen?.passthrough?.mode,
  ),
);

/** `<features>` (`virDomainDefFeaturesCheckABIStability`). */
export const features: Check<Features | undefined> = all(
  ...Object.entries(switches).map(([key, name]) => state(name, (one) => one?.[key as Simple])),
  settings('apic', 'apic', (apic) => [`eoi=${onOff(apic?.eoi)}`]),
  // libvirt takes the mode for a switch.
  state('hyperv', (one) => one?.hyperv && one.hyperv.mode !== 'passthrough'),
  state('kvm', (one) => one?.kvm !== undefined || undefined),
  state('xen', (one) => one?.xen !== undefined || undefined),
  state('smm', (one) => one?.smm && (one.smm.state ?? true)),
  settings('capabilities', 'capabilities', (one) => [`policy=${one?.policy ?? 'default'}`], false),
  settings('gic', 'gic', (gic) => [`version=${gic?.version ?? 'none'}`]),
  settings('ioapic', 'ioapic', (ioapic) => [`driver=${ioapic ?? 'none'}`], false),
  settings('hpt', 'hpt', (hpt) => [`resizing=${hpt?.resizing ?? 'none'}`, `maxpagesize=${hpt?.maxpagesize ?? 0}`]),
  settings('cfpc', 'cfpc', (value) => [`value=${value ?? 'none'}`], false),
  settings('sbbc', 'sbbc', (value) => [`value=${value ?? 'none'}`], false),
  settings('ibs', 'ibs', (value) => [`value=${value ?? 'none'}`], false),
  settings('aia', 'aia', (value) => [`value=${value ?? 'default'}`], false),
  hyperv,
  kvm,
  xen,
  worded("SMM TSEG differs: source: %s, destination: '%t'", (one) => one?.smm?.tseg !== undefined || undefined, onOff),
  worded("Size of SMM TSEG size differs: source: '%s', destination: '%t'", (one) => {
    const tseg = one?.smm?.tseg;
    return tseg && `${tseg.size} ${tseg.unit}`;
  }),
);
