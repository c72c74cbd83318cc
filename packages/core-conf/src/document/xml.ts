import type { XmlElement } from '@virtweave/core-util/xml';
import { formatCpu, readCpu } from '../cpu/document.ts';
import { formatCapabilities, readCapabilities } from '../host-capabilities/document.ts';
import { domain } from '../domain/domain.ts';
import { formatDomain } from '../domain/format.ts';
import { formatDomainBackup } from '../domain-backup/format.ts';
import { parseDomainBackup } from '../domain-backup/parse.ts';
import { formatDomainCapabilities, readDomainCapabilities } from '../domain-capabilities/document.ts';
import { formatDomainStatus, readDomainStatus } from '../domain-status/document.ts';
import { sizedCheckpoint } from '../domain-checkpoint/checkpoint.ts';
import { formatDomainCheckpoint } from '../domain-checkpoint/format.ts';
import { formatDomainSnapshot } from '../domain-snapshot/format.ts';
import { domainSnapshot } from '../domain-snapshot/snapshot.ts';
import { formatHostInterface } from '../interface/format.ts';
import { readHostInterface } from '../interface/parse.ts';
import { formatNetwork } from '../network/format.ts';
import { readNetwork } from '../network/parse.ts';
import { formatNetworkPort, parseNetworkPort } from '../network/port-document.ts';
import { formatNetworkEntry, readNetworkEntry, type NetworkEntrySection, type NetworkUpdateEntries } from '../network/update/entries.ts';
import { formatNWFilter, formatNWFilterBinding, parseNWFilterBinding, readNWFilter } from '../nwfilter/document.ts';
import { formatNodeDevice } from '../node-device/format.ts';
import { readNodeDevice } from '../node-device/parse.ts';
import { formatSecret } from '../secret/format.ts';
import { readSecret } from '../secret/parse.ts';
import { formatStorageEncryption, readStorageEncryption } from '../storage/encryption-document.ts';
import { formatStoragePoolCapabilities, readStoragePoolCapabilities } from '../storage/pool-capabilities.ts';
import {
  formatStoragePoolSource,
  formatStoragePoolSources,
  readStoragePoolSource,
  readStoragePoolSources,
} from '../storage/pool-sources.ts';
import { formatStoragePool } from '../storage/format-pool.ts';
import { formatStorageVol } from '../storage/format-volume.ts';
import { readStoragePool } from '../storage/parse-pool.ts';
import { readStorageVol } from '../storage/parse-volume.ts';
import { formatSysinfo, readSysinfo } from '../sysinfo/sysinfo.ts';
import { openDocument, type DocumentOptions } from '../table/document.ts';
import { readTable, type Table } from '../table/table.ts';
import type { DocumentFormat, DocumentTypes } from './formats.ts';

interface Doors<T> {
  read(document: string | XmlElement, options: DocumentOptions): T;
  write(object: T): string;
}

/** Everything that a document says, whatever kind of call it is meant for. */
function whole<T>(root: string, table: Table<T>): Doors<T>['read'] {
  return (document, options) =>
    readTable(table, openDocument(document, root, table, { ...options, defaultName: `(${root})` }), {
      inactive: false,
      status: false,
    });
}

function entry<S extends NetworkEntrySection>(section: S): Doors<NetworkUpdateEntries[S]> {
  return {
    read: (document, options) => readNetworkEntry(section, document, options),
    write: (object) => formatNetworkEntry(section, object),
  };
}

const doors: { readonly [F in DocumentFormat]: Doors<DocumentTypes[F]> } = {
  domain: { read: whole('domain', domain), write: (object) => formatDomain(object, { secure: true }) },
  'domain-snapshot': {
    read: whole('domainsnapshot', domainSnapshot),
    write: (object) => formatDomainSnapshot(object, { secure: true, internal: object.active !== undefined }),
  },
  'domain-checkpoint': {
    read: whole('domaincheckpoint', sizedCheckpoint),
    write: (object) => formatDomainCheckpoint(object, { secure: true, size: true }),
  },
  'domain-backup': {
    read: (document, options) => parseDomainBackup(document, { ...options, internal: true }),
    write: (object) => formatDomainBackup(object, { internal: true }),
  },
  'domain-status': { read: readDomainStatus, write: (object) => formatDomainStatus(object) },
  'domain-capabilities': { read: readDomainCapabilities, write: (object) => formatDomainCapabilities(object) },
  capabilities: { read: readCapabilities, write: formatCapabilities },
  cpu: { read: readCpu, write: (object) => formatCpu(object) },
  network: { read: readNetwork, write: (object) => formatNetwork(object) },
  'network-port': { read: parseNetworkPort, write: formatNetworkPort },
  'network-update-ip-dhcp-host': entry('ip-dhcp-host'),
  'network-update-ip-dhcp-range': entry('ip-dhcp-range'),
  'network-update-forward-interface': entry('forward-interface'),
  'network-update-portgroup': entry('portgroup'),
  'network-update-dns-host': entry('dns-host'),
  'network-update-dns-txt': entry('dns-txt'),
  'network-update-dns-srv': entry('dns-srv'),
  nwfilter: { read: readNWFilter, write: formatNWFilter },
  'nwfilter-binding': { read: parseNWFilterBinding, write: formatNWFilterBinding },
  'storage-pool': { read: readStoragePool, write: (object) => formatStoragePool(object) },
  'storage-pool-source': { read: readStoragePoolSource, write: (object) => formatStoragePoolSource(object) },
  'storage-pool-sources': { read: readStoragePoolSources, write: (object) => formatStoragePoolSources(object) },
  'storage-pool-capabilities': {
    read: readStoragePoolCapabilities,
    write: (object) => formatStoragePoolCapabilities(object),
  },
  'storage-vol': { read: readStorageVol, write: (object) => formatStorageVol(object) },
  'storage-encryption': { read: readStorageEncryption, write: (object) => formatStorageEncryption(object) },
  'node-device': { read: readNodeDevice, write: (object) => formatNodeDevice(object) },
  interface: { read: readHostInterface, write: (object) => formatHostInterface(object) },
  secret: { read: readSecret, write: (object) => formatSecret(object) },
  sysinfo: { read: readSysinfo, write: (object) => formatSysinfo(object) },
};

/**
 * The document of an object, with everything in it: state and passwords, too. `formatDomain` and its kin write what a call's
 * flags ask for.
 */
export function toXML<F extends DocumentFormat>(format: F, object: DocumentTypes[F]): string {
  return doors[format].write(object);
}

/**
 * The object of a document, as it is written: nothing is filled in, dropped or checked across elements. `parseDomain` and its
 * kin read definitions.
 *
 * @throws VirtError `VIR_ERR_XML_DETAIL` for text that is no XML, `VIR_ERR_XML_ERROR` and others for content that is wrong
 */
export function fromXML<F extends DocumentFormat>(
  format: F,
  document: string | XmlElement,
  options: DocumentOptions = {},
): DocumentTypes[F] {
  return doors[format].read(document, options);
}
