import { cpuDefinition, type CpuDefinition } from '../cpu/cpu.ts';
import { driverCapabilities, type DriverCapabilities } from '../host-capabilities/capabilities.ts';
import type { Domain } from '../domain/domain.ts';
import { domain } from '../domain/domain.ts';
import { domainBackup, type DomainBackup } from '../domain-backup/backup.ts';
import { domainCapabilities, type DomainCapabilities } from '../domain-capabilities/capabilities.ts';
import { domainStatus, type DomainStatus } from '../domain-status/status.ts';
import { sizedCheckpoint, type DomainCheckpoint } from '../domain-checkpoint/checkpoint.ts';
import { domainSnapshot, type DomainSnapshot } from '../domain-snapshot/snapshot.ts';
import { hostInterfaceSchema, type HostInterface } from '../interface/interface.ts';
import { network, type Network } from '../network/network.ts';
import { networkPort, type NetworkPort } from '../network/port.ts';
import { networkEntries, type NetworkEntrySection, type NetworkUpdateEntries } from '../network/update/entries.ts';
import { nwfilterBinding, type NWFilterBinding } from '../nwfilter/binding.ts';
import { nwfilter, type NWFilter } from '../nwfilter/nwfilter.ts';
import { nodeDevice, type NodeDevice } from '../node-device/device.ts';
import { secret, type Secret } from '../secret/secret.ts';
import { storageEncryption, type StorageEncryption } from '../storage/encryption.ts';
import { storagePoolCapabilitiesTable, type StoragePoolCapabilities } from '../storage/pool-capabilities.ts';
import { poolSource, type StoragePoolSource } from '../storage/pool-source.ts';
import { storagePoolSources, type StoragePoolSources } from '../storage/pool-sources.ts';
import { storagePool, type StoragePool } from '../storage/pool.ts';
import { storageVol, type StorageVol } from '../storage/volume.ts';
import { sysinfo, type HostSysinfo } from '../sysinfo/sysinfo.ts';
import { withDefinitions } from '../table/definitions.ts';
import type { JsonSchema } from '../table/json-schema.ts';

/** Entries of a network, as updates take them: `network-update-dns-host` and so on. */
type NetworkUpdateTypes = { [S in NetworkEntrySection as `network-update-${S}`]: NetworkUpdateEntries[S] };

/** The typed object of each document format. */
export interface DocumentTypes extends NetworkUpdateTypes {
  domain: Domain;
  'domain-snapshot': DomainSnapshot;
  'domain-checkpoint': DomainCheckpoint;
  'domain-backup': DomainBackup;
  'domain-status': DomainStatus;
  'domain-capabilities': DomainCapabilities;
  capabilities: DriverCapabilities;
  cpu: CpuDefinition;
  network: Network;
  'network-port': NetworkPort;
  nwfilter: NWFilter;
  'nwfilter-binding': NWFilterBinding;
  'storage-pool': StoragePool;
  'storage-pool-source': StoragePoolSource;
  'storage-pool-sources': StoragePoolSources;
  'storage-pool-capabilities': StoragePoolCapabilities;
  'storage-vol': StorageVol;
  'storage-encryption': StorageEncryption;
  'node-device': NodeDevice;
  interface: HostInterface;
  secret: Secret;
  sysinfo: HostSysinfo;
}

/** Name of a document format, such as `domain` or `storage-pool`. */
export type DocumentFormat = keyof DocumentTypes;

/** Root element and schema of each format. */
export const formats: { readonly [F in DocumentFormat]: { readonly root: string; schema(): JsonSchema } } = {
  domain: { root: 'domain', schema: () => domain.schema() },
  'domain-snapshot': { root: 'domainsnapshot', schema: () => domainSnapshot.schema() },
  'domain-checkpoint': { root: 'domaincheckpoint', schema: () => sizedCheckpoint.schema() },
  'domain-backup': { root: 'domainbackup', schema: () => ({ oneOf: [backupSchema('push'), backupSchema('pull')] }) },
  'domain-status': { root: 'domstatus', schema: () => domainStatus.schema() },
  'domain-capabilities': { root: 'domainCapabilities', schema: () => domainCapabilities.schema() },
  capabilities: { root: 'capabilities', schema: () => driverCapabilities.schema() },
  cpu: { root: 'cpu', schema: () => cpuDefinition.schema() },
  network: { root: 'network', schema: () => network.schema() },
  'network-port': { root: 'networkport', schema: () => networkPort.schema() },
  'network-update-ip-dhcp-host': entry('ip-dhcp-host'),
  'network-update-ip-dhcp-range': entry('ip-dhcp-range'),
  'network-update-forward-interface': entry('forward-interface'),
  'network-update-portgroup': entry('portgroup'),
  'network-update-dns-host': entry('dns-host'),
  'network-update-dns-txt': entry('dns-txt'),
  'network-update-dns-srv': entry('dns-srv'),
  nwfilter: { root: 'filter', schema: () => nwfilter.schema() },
  'nwfilter-binding': { root: 'filterbinding', schema: () => nwfilterBinding.schema() },
  'storage-pool': { root: 'pool', schema: () => storagePool.schema() },
  'storage-pool-source': { root: 'source', schema: () => poolSource.schema() },
  'storage-pool-sources': { root: 'sources', schema: () => storagePoolSources.schema() },
  'storage-pool-capabilities': { root: 'storagepoolCapabilities', schema: () => storagePoolCapabilitiesTable.schema() },
  'storage-vol': { root: 'volume', schema: () => storageVol.schema() },
  'storage-encryption': { root: 'encryption', schema: () => storageEncryption.schema() },
  'node-device': { root: 'device', schema: () => nodeDevice.schema() },
  interface: { root: 'interface', schema: hostInterfaceSchema },
  secret: { root: 'secret', schema: () => secret.schema() },
  sysinfo: { root: 'sysinfo', schema: () => sysinfo.schema() },
};

/** The names of all formats. */
export const documentFormats: readonly DocumentFormat[] = Object.keys(formats) as DocumentFormat[];

function entry(section: NetworkEntrySection): { readonly root: string; schema(): JsonSchema } {
  const { root, table } = networkEntries[section];
  return { root, schema: () => table.schema() };
}

function backupSchema(mode: 'push' | 'pull'): JsonSchema {
  const schema = domainBackup(mode, true).schema();
  return { ...schema, properties: { ...schema.properties, mode: { const: mode } } };
}

const schemas = new Map<DocumentFormat, JsonSchema>();

/**
 * The JSON schema (2020-12) of a format's objects, as {@link toJSON} writes them. What contains itself, or stands in several
 * places, is in its `$defs`.
 *
 * @example
 * ```ts
 * jsonSchema('domain').properties?.['vcpu'];
 * ```
 */
export function jsonSchema(format: DocumentFormat): JsonSchema {
  let schema = schemas.get(format);
  if (schema === undefined) {
    const { root, schema: make } = formats[format];
    schema = { $schema: 'https://json-schema.org/draft/2020-12/schema', title: `<${root}>`, ...withDefinitions(make) };
    schemas.set(format, schema);
  }
  return schema;
}
