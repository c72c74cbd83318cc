import { enumOf } from '../capabilities/enum.ts';
import { supported, type Supported } from '../capabilities/supported.ts';
import { kib, kibAttribute } from '../common/size.ts';
import { child, some, within } from '../table/child.ts';
import { onOff, str, uint, yesNo } from '../table/codec.ts';
import { attrRequired, leaf, property } from '../table/field.ts';
import { table, type Table } from '../table/table.ts';

/** `<features>`: what else guests can have. A feature that is absent: the driver does not tell. */
export interface FeatureCapabilities {
  gic?: Supported<'version'>;
  vmcoreinfo?: boolean;
  genid?: boolean;
  /** A `<backingStore>` in a definition counts. */
  backingStoreInput?: boolean;
  /** Backups and checkpoints. */
  backup?: boolean;
  asyncTeardown?: boolean;
  s390Pv?: boolean;
  ps2?: boolean;
  tdx?: boolean;
  sev?: SevCapabilities;
  sgx?: SgxCapabilities;
  hyperv?: HypervCapabilities;
  launchSecurity?: Supported<'sectype'>;
}

/** `<sev>`: AMD's Secure Encrypted Virtualization. */
export interface SevCapabilities {
  supported: boolean;
  /** Which bit of an address says that a page is encrypted. */
  cbitpos?: number;
  /** How many bits an address loses. */
  reducedPhysBits?: number;
  maxGuests?: number;
  maxESGuests?: number;
  /** Identity of the first CPU, base64. */
  cpu0Id?: string;
}

/** `<sgx>`: Intel's Software Guard Extensions. */
export interface SgxCapabilities {
  supported: boolean;
  /** Flexible launch control. */
  flc?: boolean;
  sgx1?: boolean;
  sgx2?: boolean;
  /** All of the enclave page cache, KiB. */
  sectionSize?: number;
  sections?: SgxSection[];
}

/** The enclave page cache of one NUMA node. */
export interface SgxSection {
  node: number;
  /** KiB. */
  size: number;
}

/** `<hyperv>`: what is shown to Windows guests. */
export interface HypervCapabilities {
  supported: boolean;
  features?: string[];
  /** What `mode='host-model'` sets. */
  defaults?: HypervDefaults;
}

export interface HypervDefaults {
  spinlocks?: number;
  stimerDirect?: boolean;
  tlbflushDirect?: boolean;
  tlbflushExtended?: boolean;
  vendorId?: string;
}

export function featureCapabilities(): Table<FeatureCapabilities> {
  return table<FeatureCapabilities>(() => ({
    gic: supported('gic', 'version'),
    vmcoreinfo: property('vmcoreinfo', 'supported', yesNo),
    genid: property('genid', 'supported', yesNo),
    backingStoreInput: property('backingStoreInput', 'supported', yesNo),
    backup: property('backup', 'supported', yesNo),
    asyncTeardown: property('async-teardown', 'supported', yesNo),
    s390Pv: property('s390-pv', 'supported', yesNo),
    ps2: property('ps2', 'supported', yesNo),
    tdx: property('tdx', 'supported', yesNo),
    sev: child('sev', sev(), { empty: 'keep' }),
    sgx: child('sgx', sgx(), { empty: 'keep' }),
    hyperv: child('hyperv', hyperv(), { empty: 'keep' }),
    launchSecurity: supported('launchSecurity', 'sectype'),
  }));
}

function sev(): Table<SevCapabilities> {
  return table<SevCapabilities>(() => ({
    supported: attrRequired('supported', yesNo),
    cbitpos: leaf('cbitpos', uint),
    reducedPhysBits: leaf('reducedPhysBits', uint),
    maxGuests: leaf('maxGuests', uint),
    maxESGuests: leaf('maxESGuests', uint),
    cpu0Id: leaf('cpu0Id', str),
  }));
}

function sgx(): Table<SgxCapabilities> {
  const section = table<SgxSection>(() => ({ node: attrRequired('node', uint), size: kibAttribute('size') }));
  return table<SgxCapabilities>(() => ({
    supported: attrRequired('supported', yesNo),
    flc: leaf('flc', yesNo),
    sgx1: leaf('sgx1', yesNo),
    sgx2: leaf('sgx2', yesNo),
    sectionSize: kib('section_size'),
    sections: within('sections', some('section', section)),
  }));
}

function hyperv(): Table<HypervCapabilities> {
  const defaults = table<HypervDefaults>(() => ({
    spinlocks: leaf('spinlocks', uint),
    stimerDirect: leaf('stimer_direct', onOff),
    tlbflushDirect: leaf('tlbflush_direct', onOff),
    tlbflushExtended: leaf('tlbflush_extended', onOff),
    vendorId: leaf('vendor_id', str),
  }));
  return table<HypervCapabilities>(() => ({
    supported: attrRequired('supported', yesNo),
    features: enumOf('features'),
    defaults: child('defaults', defaults),
  }));
}
