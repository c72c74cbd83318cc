import { isVirtError, type RandomBytes } from '@virtweave/core-util';
import {
  abiDifferences,
  cloneDomain,
  formatDomain,
  formatDomainCheckpoint,
  formatDomainSnapshot,
  formatHostInterface,
  formatNetwork,
  formatNodeDevice,
  formatNWFilter,
  formatSecret,
  formatStoragePool,
  formatStoragePoolCapabilities,
  formatStoragePoolSources,
  formatStorageVol,
  documentFormats,
  fromJSON,
  fromXML,
  jsonSchema,
  networkUpdateCommands,
  networkUpdateSections,
  parseDomain,
  parseDomainCheckpoint,
  parseDomainSnapshot,
  parseHostInterface,
  parseNetwork,
  parseNodeDevice,
  parseNWFilter,
  parseSecret,
  parseStoragePool,
  parseStorageVol,
  readStoragePoolCapabilities,
  readStoragePoolSource,
  readStoragePoolSources,
  toJSON,
  toXML,
  updateNetwork,
  type Domain,
  type Network,
  type NetworkUpdateSection,
} from '../src/index.ts';

/** A way for a text to become an object, and for the object to become text. */
export interface Door {
  readonly name: string;
  /** Root elements of the documents that it takes. */
  readonly roots: readonly string[];
  read(text: string, strict: boolean): object;
  write?(object: object): string;
  /** Holds the object against its schema; it gives what was put in. */
  check?(object: object): object;
}

/** The documents as they are written. */
const formats: readonly Door[] = documentFormats.map((format) => ({
  name: format,
  // The schema's title is the start tag.
  roots: [(jsonSchema(format).title ?? '').slice(1, -1)],
  read: (text, strict) => fromXML(format, text, { strict }),
  write: (object) => toXML(format, object as never),
  check: (object) => fromJSON(format, toJSON(object)),
}));

const random: RandomBytes = (bytes) => void bytes.fill(1);

interface Doors<T> {
  readonly name: string;
  readonly root: string;
  read(text: string, strict: boolean): T;
  write(object: T): string;
}

function door<T extends object>({ name, root, read, write }: Doors<T>): Door {
  return { name, roots: [root], read, write: (object) => write(object as T) };
}

/** The documents as definitions, with their defaults and checks. */
const definitions: readonly Door[] = [
  {
    ...door({
      name: 'definition of a domain',
      root: 'domain',
      read: (text, strict) => parseDomain(text, { strict, random }),
      write: (it) => formatDomain(it, { secure: true, inactive: true }),
    }),
    check(object) {
      const differences = abiDifferences(object as Domain, cloneDomain(object as Domain));
      if (differences.length > 0) throw new Error(`a guest differs from itself: ${String(differences[0])}`);
      return object;
    },
  },
  door({ name: 'status of a domain', root: 'domain', read: (text, strict) => parseDomain(text, { strict, random, inactive: false }), write: (it) => formatDomain(it, { secure: true }) }),
  door({ name: 'redefinition of a snapshot', root: 'domainsnapshot', read: (text, strict) => parseDomainSnapshot(text, { strict, random, redefine: true }), write: (it) => formatDomainSnapshot(it, { secure: true }) }),
  door({ name: 'request for a snapshot', root: 'domainsnapshot', read: (text, strict) => parseDomainSnapshot(text, { strict, random, now: () => 1 }), write: (it) => formatDomainSnapshot(it, { secure: true }) }),
  door({ name: 'redefinition of a checkpoint', root: 'domaincheckpoint', read: (text) => parseDomainCheckpoint(text, { random, redefine: true }), write: (it) => formatDomainCheckpoint(it, { secure: true }) }),
  door({ name: 'definition of a network', root: 'network', read: (text, strict) => parseNetwork(text, { strict, random }), write: (it) => formatNetwork(it) }),
  door({ name: 'definition of a filter', root: 'filter', read: (text, strict) => parseNWFilter(text, { strict, random }), write: formatNWFilter }),
  door({ name: 'definition of a pool', root: 'pool', read: (text, strict) => parseStoragePool(text, { strict, random }), write: (it) => formatStoragePool(it) }),
  door({ name: 'definition of a volume', root: 'volume', read: (text, strict) => parseStorageVol(text, { type: 'dir' }, { strict }), write: (it) => formatStorageVol(it) }),
  door({ name: 'volume of a logical pool', root: 'volume', read: (text, strict) => parseStorageVol(text, { type: 'logical' }, { strict }), write: (it) => formatStorageVol(it) }),
  door({ name: 'definition of a device', root: 'device', read: (text, strict) => parseNodeDevice(text, { strict }), write: (it) => formatNodeDevice(it) }),
  door({ name: 'definition of an interface', root: 'interface', read: (text, strict) => parseHostInterface(text, { strict }), write: (it) => formatHostInterface(it) }),
  door({ name: 'definition of a secret', root: 'secret', read: (text, strict) => parseSecret(text, { strict, random }), write: (it) => formatSecret(it) }),
  door({ name: 'pool sources', root: 'sources', read: (text, strict) => readStoragePoolSources(text, { strict }), write: (it) => formatStoragePoolSources(it) }),
  { name: 'pool source', roots: ['source'], read: (text, strict) => readStoragePoolSource(text, { strict }) },
  door({ name: 'pool capabilities', root: 'storagepoolCapabilities', read: (text, strict) => readStoragePoolCapabilities(text, { strict }), write: (it) => formatStoragePoolCapabilities(it) }),
];

const office: Network = parseNetwork(
  `<network><name>office</name><uuid>81ff0d90-c91e-6742-64da-4a736edb9a9b</uuid><forward mode='nat'/>
  <dns><txt name='a' value='b'/><srv service='s' protocol='tcp'/><host ip='10.0.0.2'><hostname>h</hostname></host></dns>
  <ip address='10.0.0.1' prefix='24'><dhcp><range start='10.0.0.2' end='10.0.0.9'/><host mac='52:54:00:00:00:01' ip='10.0.0.3'/></dhcp></ip>
  <portgroup name='blue'/></network>`,
);

const sections: Readonly<Record<string, readonly NetworkUpdateSection[]>> = {
  host: ['ip-dhcp-host', 'dns-host'],
  range: ['ip-dhcp-range'],
  interface: ['forward-interface'],
  portgroup: ['portgroup'],
  txt: ['dns-txt'],
  srv: ['dns-srv'],
};

/** Every command on the section that the element is for. */
const updates: Door = {
  name: 'network update',
  roots: Object.keys(sections),
  read(text) {
    const root = /<(\w+)/.exec(text)?.[1] ?? '';
    let failure: unknown;
    let found: Network | undefined;
    for (const section of Object.hasOwn(sections, root) ? (sections[root] ?? []) : networkUpdateSections) {
      for (const command of networkUpdateCommands) {
        try {
          found = updateNetwork(office, { section, command, xml: text });
        } catch (error) {
          if (!isVirtError(error)) throw error;
          failure = error;
        }
      }
    }
    if (found === undefined) throw failure;
    return found;
  },
  write: (network) => formatNetwork(network as Network),
};

export const doors: readonly Door[] = [...formats, ...definitions, updates];
