import { elementNames } from '../capabilities/names.ts';
import { uuidLeaf } from '../common/identity.ts';
import { hostCpu, type HostCpuDefinition } from '../cpu/cpu.ts';
import { child, childRequired, list, some, within } from '../table/child.ts';
import { str, yesNo } from '../table/codec.ts';
import { attrRequired, flag, leaf, leafOr, leafRequired, leaves, property, textRequired } from '../table/field.ts';
import { table, type Table } from '../table/table.ts';
import { cacheBanks, memoryBandwidth, type HostCaches, type HostMemoryBandwidth } from './caches.ts';
import { hostTopology, type HostTopology } from './topology.ts';

/** `<host>`: the machine behind a connection. */
export interface DriverHost {
  uuid?: string;
  cpu: HostCpuDefinition;
  /** How the machine can sleep: `suspend_mem`, `suspend_disk`, `suspend_hybrid`. Absent: not known. */
  powerManagement?: string[];
  /** PCI devices can be given to guests. */
  iommu?: boolean;
  migration?: MigrationFeatures;
  /** What the names of network devices of guests begin with, where it is not `vnet`. */
  netprefix?: string;
  topology?: HostTopology;
  cache?: HostCaches;
  memoryBandwidth?: HostMemoryBandwidth;
  securityModels: SecurityModel[];
}

/** `<migration_features>`: how guests can be moved. */
export interface MigrationFeatures {
  /** While they run. */
  live?: true;
  /** Schemes of the URIs that they can be moved by: `tcp`, `rdma`. */
  transports: string[];
}

/** `<secmodel>`: a way in which guests are kept apart. */
export interface SecurityModel {
  /** `none`, `dac`, `selinux`, `apparmor`. */
  model: string;
  /** Domain of interpretation. */
  doi: string;
  /** Labels that guests get which do not say. */
  baseLabels?: BaseLabel[];
}

export interface BaseLabel {
  /** Virtualization type of the guests. */
  type: string;
  label: string;
}

/** The table of `<host>`, in the order in which libvirt writes it. */
export function hostOfDriver(): Table<DriverHost> {
  const migration = table<MigrationFeatures>(() => ({
    live: flag('live'),
    transports: within('uri_transports', leaves('uri_transport', str)),
  }));
  const baseLabel = table<BaseLabel>(() => ({ type: attrRequired('type', str), label: textRequired(str) }));
  const security = table<SecurityModel>(() => ({
    model: leafRequired('model', str),
    doi: leafOr('doi', str, ''),
    baseLabels: some('baselabel', baseLabel),
  }));
  return table<DriverHost>(() => ({
    uuid: uuidLeaf,
    cpu: childRequired('cpu', hostCpu),
    powerManagement: elementNames('power_management'),
    iommu: property('iommu', 'support', yesNo),
    migration: child('migration_features', migration, { empty: 'pair' }),
    netprefix: leaf('netprefix', str),
    topology: child('topology', hostTopology(), { empty: 'keep' }),
    cache: child('cache', cacheBanks()),
    memoryBandwidth: child('memory_bandwidth', memoryBandwidth()),
    securityModels: list('secmodel', security),
  }));
}
