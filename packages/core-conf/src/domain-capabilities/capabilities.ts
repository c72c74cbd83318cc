import { supported, type Supported } from '../capabilities/supported.ts';
import { virtTypes, type VirtType } from '../domain/virt-type.ts';
import { child, childOr } from '../table/child.ts';
import { oneOf, str, uint, yesNo } from '../table/codec.ts';
import { leaf, leafRequired, property } from '../table/field.ts';
import { table, type Table } from '../table/table.ts';
import { cpuCapabilities, type CpuCapabilities } from './cpu.ts';
import { deviceCapabilities, type DeviceCapabilities } from './devices.ts';
import { featureCapabilities, type FeatureCapabilities } from './features.ts';
import { osCapabilities, type OsCapabilities } from './os.ts';

/**
 * `<domainCapabilities>`: what guests with this emulator, machine and architecture can have. What is absent: the driver does
 * not tell.
 */
export interface DomainCapabilities {
  /** Path of the emulator. */
  path?: string;
  /** Virtualization type. */
  domain: VirtType;
  machine?: string;
  arch: string;
  /** The most vCPUs that a guest can have. */
  maxVcpus?: number;
  iothreads?: boolean;
  os?: OsCapabilities;
  cpu: CpuCapabilities;
  memoryBacking?: Supported<'sourceType'>;
  devices: DeviceCapabilities;
  features: FeatureCapabilities;
}

/** The table of `<domainCapabilities>`, in the order in which libvirt writes it. */
export const domainCapabilities: Table<DomainCapabilities> = table<DomainCapabilities>(() => ({
  path: leaf('path', str),
  domain: leafRequired('domain', oneOf(...virtTypes)),
  machine: leaf('machine', str),
  arch: leafRequired('arch', str),
  maxVcpus: property('vcpu', 'max', uint),
  iothreads: property('iothreads', 'supported', yesNo),
  os: child('os', osCapabilities(), { empty: 'keep' }),
  cpu: childOr('cpu', cpuCapabilities(), { empty: 'pair' }),
  memoryBacking: supported('memoryBacking', 'sourceType'),
  devices: childOr('devices', deviceCapabilities(), { empty: 'pair' }),
  features: childOr('features', featureCapabilities(), { empty: 'pair' }),
}));
