import { oneOf, onOff, str, uint, uint64, yesNo } from '../table/codec.ts';
import { invalidText, problem } from '../table/problem.ts';
import { attr, attrRequired, flag, property, type Field } from '../table/field.ts';
import { child } from '../table/child.ts';
import { onlyAttributes, onlyNames, table, type Table } from '../table/table.ts';
import { kib } from '../common/size.ts';

/** `<features>`: what the machine offers, and how the hypervisor may show itself. */
export interface Features {
  acpi?: true;
  apic?: { eoi?: boolean };
  pae?: true;
  viridian?: true;
  privnet?: true;
  hap?: boolean;
  pvspinlock?: boolean;
  pmu?: boolean;
  vmport?: boolean;
  smm?: Smm;
  htm?: boolean;
  nestedHv?: boolean;
  vmcoreinfo?: boolean;
  ccfAssist?: boolean;
  ps2?: boolean;
  hyperv?: Hyperv;
  kvm?: KvmFeatures;
  xen?: XenFeatures;
  /** Version, or `host`. */
  gic?: { version?: '2' | '3' | 'host' };
  /** Containers: Linux capabilities that are taken or kept. */
  capabilities?: Capabilities;
  ioapic?: 'qemu' | 'kvm';
  hpt?: Hpt;
  msrs?: { unknown: 'ignore' | 'fault' };
  cfpc?: 'broken' | 'workaround' | 'fixed';
  sbbc?: 'broken' | 'workaround' | 'fixed';
  ibs?: 'broken' | 'workaround' | 'fixed-ibs' | 'fixed-ccd' | 'fixed-na';
  /** KiB of the translator's cache. */
  tcg?: { tbCache?: number };
  asyncTeardown?: boolean;
  ras?: boolean;
  aia?: 'none' | 'aplic' | 'aplic-imsic';
}

export interface Smm {
  state?: boolean;
  /** Size of the extended TSEG, as written, and its unit. */
  tseg?: { size: number; unit: string };
}

/** Enlightenments for Windows guests. */
export interface Hyperv {
  mode?: 'custom' | 'passthrough';
  relaxed?: boolean;
  vapic?: boolean;
  spinlocks?: { state: boolean; retries?: number };
  vpindex?: boolean;
  runtime?: boolean;
  synic?: boolean;
  stimer?: { state: boolean; direct?: boolean };
  reset?: boolean;
  vendorId?: { state: boolean; value?: string };
  frequencies?: boolean;
  reenlightenment?: boolean;
  tlbflush?: { state: boolean; direct?: boolean; extended?: boolean };
  ipi?: boolean;
  evmcs?: boolean;
  avic?: boolean;
  emsrBitmap?: boolean;
  xmmInput?: boolean;
}

export interface KvmFeatures {
  hidden?: boolean;
  hintDedicated?: boolean;
  pollControl?: boolean;
  pvIpi?: boolean;
  dirtyRing?: { state: boolean; size?: number };
}

export interface XenFeatures {
  e820Host?: boolean;
  passthrough?: { state: boolean; mode?: 'sync_pt' | 'share_pt' };
}

export interface Capabilities {
  policy?: 'default' | 'allow' | 'deny';
  /** Capability to whether it is kept. */
  states: Record<string, boolean>;
}

export interface Hpt {
  resizing?: 'enabled' | 'disabled' | 'required';
  /** KiB. */
  maxpagesize?: number;
}

const state = (name: string): Field<boolean> => property(name, 'state', onOff);
const stateOf = attrRequired('state', onOff);

/** `<pvspinlock/>` means on. */
function stateOrOn(name: string): Field<boolean> {
  const written = state(name);
  return {
    ...written,
    read: (element, context) =>
      element.child(name) === undefined ? undefined : (written.read(element, context) ?? true),
  };
}

const smmWord = attr('state', onOff);
/** `<smm/>` means on. */
const smmState: Field<boolean> = { ...smmWord, derived: true, read: (element, context) => smmWord.read(element, context) ?? true };

/** Settings of a feature that is off are not kept. */
function ofEnabled<V>(field: Field<V>): Field<V> {
  return { ...field, read: (element, context) => (element.attr('state') === 'off' ? undefined : field.read(element, context)) };
}

const hyperv: Table<Hyperv> = table<Hyperv>(() => ({
  mode: attr('mode', oneOf('custom', 'passthrough')),
  relaxed: state('relaxed'),
  vapic: state('vapic'),
  spinlocks: child('spinlocks', table<NonNullable<Hyperv['spinlocks']>>(() => ({ state: stateOf, retries: attr('retries', uint) }))),
  vpindex: state('vpindex'),
  runtime: state('runtime'),
  synic: state('synic'),
  stimer: child('stimer', table<NonNullable<Hyperv['stimer']>>(() => ({ state: stateOf, direct: state('direct') }))),
  reset: state('reset'),
  vendorId: child('vendor_id', table<NonNullable<Hyperv['vendorId']>>(() => ({ state: stateOf, value: attr('value', str) }))),
  frequencies: state('frequencies'),
  reenlightenment: state('reenlightenment'),
  tlbflush: child(
    'tlbflush',
    table<NonNullable<Hyperv['tlbflush']>>(() => ({ state: stateOf, direct: state('direct'), extended: state('extended') })),
  ),
  ipi: state('ipi'),
  evmcs: state('evmcs'),
  avic: state('avic'),
  emsrBitmap: state('emsr_bitmap'),
  xmmInput: state('xmm_input'),
}));

const kvm: Table<KvmFeatures> = table<KvmFeatures>(() => ({
  hidden: state('hidden'),
  hintDedicated: state('hint-dedicated'),
  pollControl: state('poll-control'),
  pvIpi: state('pv-ipi'),
  dirtyRing: child('dirty-ring', table<NonNullable<KvmFeatures['dirtyRing']>>(() => ({ state: stateOf, size: ofEnabled(attr('size', uint)) }))),
}));

const xen: Table<XenFeatures> = table<XenFeatures>(() => ({
  e820Host: state('e820_host'),
  passthrough: child(
    'passthrough',
    table<NonNullable<XenFeatures['passthrough']>>(() => ({ state: stateOf, mode: attr('mode', oneOf('sync_pt', 'share_pt')) })),
  ),
}));

const tseg: Table<{ size: number; unit: string }> = table<{ size: number; unit: string }>(() => ({
  unit: { ...attr('unit', str), required: true, read: (element) => element.attr('unit') ?? 'MiB' },
  size: {
    attributes: [],
    children: [],
    required: true,
    read(element) {
      const size = uint64.parse(element.text.trim());
      if (typeof size !== 'number') throw invalidText(element, element.text);
      return size;
    },
    writeChildren: (value, out) => out.xml.text(String(value)),
    schema: () => ({ type: 'integer' }),
  },
}));

/** Linux capabilities that libvirt knows, in the order in which it writes them. */
const capabilityNames = [
  'audit_control', 'audit_write', 'block_suspend', 'chown', 'dac_override', 'dac_read_search', 'fowner', 'fsetid', 'ipc_lock', 'ipc_owner',
  'kill', 'lease', 'linux_immutable', 'mac_admin', 'mac_override', 'mknod', 'net_admin', 'net_bind_service', 'net_broadcast', 'net_raw',
  'setgid', 'setfcap', 'setpcap', 'setuid', 'sys_admin', 'sys_boot', 'sys_chroot', 'sys_module', 'sys_nice', 'sys_pacct', 'sys_ptrace',
  'sys_rawio', 'sys_resource', 'sys_time', 'sys_tty_config', 'syslog', 'wake_alarm',
] as const;

/** Containers: each child is named after a Linux capability. */
const capabilities: Field<Capabilities> = {
  attributes: [],
  children: ['capabilities'],
  read(element, context) {
    const found = element.child('capabilities');
    if (found === undefined) return undefined;
    const policy = attr('policy', oneOf('default', 'allow', 'deny')).read(found, context);
    const states: Record<string, boolean> = {};
    for (const one of found.elements) {
      if (!capabilityNames.some((name) => name === one.name)) {
        throw problem(one, `unexpected capability feature '${one.name}'`, { code: 'VIR_ERR_CONFIG_UNSUPPORTED' });
      }
      states[one.name] = attr('state', onOff).read(one, context) ?? true;
    }
    return { ...(policy !== undefined && { policy }), states };
  },
  writeChildren({ policy, states }, out) {
    out.xml.open('capabilities');
    if (policy !== undefined) out.xml.attr('policy', policy);
    for (const name of capabilityNames) {
      const kept = states[name];
      if (kept !== undefined) out.xml.open(name).attr('state', onOff.format(kept)).close();
    }
    out.xml.close();
  },
  schema: () => ({
    type: 'object',
    properties: {
      policy: { enum: ['default', 'allow', 'deny'] },
      states: {
        type: 'object',
        properties: Object.fromEntries(capabilityNames.map((name) => [name, { type: 'boolean' } as const])),
        additionalProperties: false,
      },
    },
    required: ['states'],
    additionalProperties: false,
  }),
  inner: onlyNames(['policy'], Object.fromEntries(capabilityNames.map((name) => [name, onlyAttributes('state')]))),
};

const safety = oneOf('broken', 'workaround', 'fixed');

const asyncTeardownWord = property('async-teardown', 'enabled', yesNo);
/** The element alone means yes. */
const asyncTeardown: Field<boolean> = {
  ...asyncTeardownWord,
  read: (element, context) =>
    asyncTeardownWord.read(element, context) ?? (element.child('async-teardown') === undefined ? undefined : true),
};

export const features: Table<Features> = table<Features>(() => ({
  acpi: flag('acpi'),
  apic: child('apic', table<{ eoi?: boolean }>(() => ({ eoi: attr('eoi', onOff) })), { empty: 'keep' }),
  pae: flag('pae'),
  hap: stateOrOn('hap'),
  viridian: flag('viridian'),
  privnet: flag('privnet'),
  hyperv: child('hyperv', hyperv, { empty: 'keep' }),
  kvm: child('kvm', kvm, { empty: 'pair' }),
  pvspinlock: stateOrOn('pvspinlock'),
  capabilities,
  pmu: stateOrOn('pmu'),
  vmport: stateOrOn('vmport'),
  gic: child('gic', table<{ version?: '2' | '3' | 'host' }>(() => ({ version: attr('version', oneOf('2', '3', 'host')) })), {
    empty: 'keep',
  }),
  smm: child('smm', table<Smm>(() => ({ state: smmState, tseg: ofEnabled(child('tseg', tseg)) }))),
  ioapic: property('ioapic', 'driver', oneOf('qemu', 'kvm')),
  hpt: child(
    'hpt',
    table<Hpt>(() => ({ resizing: attr('resizing', oneOf('enabled', 'disabled', 'required')), maxpagesize: kib('maxpagesize') })),
  ),
  vmcoreinfo: stateOrOn('vmcoreinfo'),
  htm: state('htm'),
  nestedHv: state('nested-hv'),
  msrs: child('msrs', table<{ unknown: 'ignore' | 'fault' }>(() => ({ unknown: attrRequired('unknown', oneOf('ignore', 'fault')) }))),
  ccfAssist: state('ccf-assist'),
  xen: child('xen', xen, { empty: 'pair' }),
  cfpc: property('cfpc', 'value', safety),
  sbbc: property('sbbc', 'value', safety),
  ibs: property('ibs', 'value', oneOf('broken', 'workaround', 'fixed-ibs', 'fixed-ccd', 'fixed-na')),
  tcg: child('tcg', table<{ tbCache?: number }>(() => ({ tbCache: kib('tb-cache') }))),
  asyncTeardown,
  ras: state('ras'),
  ps2: state('ps2'),
  aia: property('aia', 'value', oneOf('none', 'aplic', 'aplic-imsic')),
}));
