import { oneOf, str, truth, uint, uint64, yesNo, type Int64 } from '../../table/codec.ts';
import { attr, attrRequired, inStatus, live, property, text, type Required } from '../../table/field.ts';
import { child, some, union, within } from '../../table/child.ts';
import { problem } from '../../table/problem.ts';
import { table, type Table } from '../../table/table.ts';
import { deviceSeclabels, type DeviceSeclabel } from '../seclabel.ts';
import { sourceStatus, type SourcePrivateData } from './private-data.ts';
import { pciFields } from '../../common/pci-fields.ts';

/** Where the data of a disk is; `type` is written as `<disk type='..'>`. */
export type DiskSource =
  | FileSource
  | BlockSource
  | DirectorySource
  | VolumeSource
  | NetworkSource
  | NvmeSource
  | VhostUserSource
  | VhostVdpaSource;

export type DiskSourceType = DiskSource['type'];

interface SourceCommon {
  startupPolicy?: 'mandatory' | 'requisite' | 'optional';
  /** Number of the image in a running guest's chain; the node names of QEMU contain it. */
  index?: number;
  slices?: Slice[];
  encryption?: Encryption;
  seclabels?: DeviceSeclabel[];
  reservations?: Reservations;
  /** Of a running guest, in the state that its driver keeps. */
  privateData?: SourcePrivateData;
  /** qcow2: where the data of the guest is, when it is not in the image itself. */
  dataStore?: DataStore;
}

export interface FileSource extends SourceCommon {
  type: 'file';
  file?: string;
  /** Name of a group of descriptors that the caller handed over. */
  fdgroup?: string;
}

export interface BlockSource extends SourceCommon {
  type: 'block';
  dev?: string;
}

export interface DirectorySource extends SourceCommon {
  type: 'dir';
  dir?: string;
}

/** A volume of a storage pool. */
export interface VolumeSource extends SourceCommon {
  type: 'volume';
  pool?: string;
  volume?: string;
  /** iSCSI: reach the LUN through the host, or directly. */
  mode?: 'host' | 'direct';
  /** What the volume turned out to be, in the state of a running guest. */
  actualType?: DiskSourceType;
  file?: string;
  dev?: string;
  dir?: string;
  protocol?: NetworkProtocol;
  name?: string;
  hosts?: NetworkHost[];
}

export interface NetworkSource extends SourceCommon {
  type: 'network';
  protocol: NetworkProtocol;
  /** Image, volume or path on the server. */
  name?: string;
  query?: string;
  tls?: boolean;
  tlsHostname?: string;
  /** Whether the driver's settings, not the document, ask for TLS; in the state of a running guest. */
  tlsFromConfig?: boolean;
  hosts?: NetworkHost[];
  ssl?: { verify?: boolean };
  cookies?: Cookie[];
  readahead?: { size?: Int64 };
  timeout?: { seconds?: Int64 };
  initiator?: Initiator;
  reconnect?: { delay?: number };
  snapshot?: { name?: string };
  config?: { file?: string };
  knownHosts?: { path?: string };
  auth?: Auth;
  identity?: SshIdentity;
}

export type NetworkProtocol =
  | 'nbd' | 'rbd' | 'sheepdog' | 'gluster' | 'iscsi' | 'http' | 'https' | 'ftp' | 'ftps' | 'tftp' | 'ssh' | 'vxhs' | 'nfs';

export interface NvmeSource extends SourceCommon {
  type: 'nvme';
  /** The only type is `pci`. */
  kind?: string;
  managed?: boolean;
  namespace?: Int64;
  address?: HostPciAddress;
}

/** A PCI function of the host. */
export interface HostPciAddress {
  domain?: number;
  bus?: number;
  slot?: number;
  function?: number;
}

export interface VhostUserSource extends SourceCommon {
  type: 'vhostuser';
  kind?: string;
  path?: string;
  reconnect?: { enabled?: boolean; timeout?: number };
}

export interface VhostVdpaSource extends SourceCommon {
  type: 'vhostvdpa';
  dev?: string;
}

export interface NetworkHost {
  transport?: 'tcp' | 'unix' | 'rdma';
  name?: string;
  port?: number;
  socket?: string;
}

export interface Cookie {
  name: string;
  value?: string;
}

export interface Initiator {
  iqn?: string;
}

export interface SshIdentity {
  user?: string;
  group?: string;
  username?: string;
  keyfile?: string;
  agentsock?: string;
}

/** Who asks the storage server, and which secret proves it. */
export interface Auth {
  username: string;
  secret?: SecretUse;
}

/** Names a secret, by UUID or by what it is used for. */
export interface SecretUse {
  type: string;
  uuid?: string;
  usage?: string;
}

export interface Encryption {
  format: 'default' | 'qcow' | 'luks' | 'luks2' | 'luks-any';
  /** Who decrypts. */
  engine?: 'qemu' | 'librbd';
  cipher?: { name?: string; size?: number; mode?: string; hash?: string };
  ivgen?: { name?: string; hash?: string };
  secrets?: SecretUse[];
}

/** A part of the source that holds the image. */
export interface Slice {
  type: 'storage';
  /** Bytes. */
  offset: Int64;
  size: Int64;
}

/** `<dataStore>`: the file with the data of a qcow2 image that holds only their order. */
export interface DataStore {
  format?: { type?: string };
  source: DiskSource;
}

/** SCSI persistent reservations. */
export interface Reservations {
  managed?: boolean;
  source?: { type?: string; path?: string; mode?: string };
}

const secretType = attrRequired('type', str);

export const secretUse: Table<SecretUse> = table<SecretUse>(() => ({
  type: secretType,
  uuid: attr('uuid', str),
  usage: attr('usage', str),
}));

const secretTypes: ReadonlySet<string> = new Set(['volume', 'ceph', 'iscsi', 'tls', 'vtpm']);

/** The secret of a login: its type must be one that libvirt has. */
const authSecret: Table<SecretUse> = table<SecretUse>(() => ({
  type: {
    ...secretType,
    read(element, context) {
      const type = element.attr('type');
      if (type === undefined || !secretTypes.has(type)) {
        throw problem(element, `unknown secret type '${type ?? '<null>'}'`, { code: 'VIR_ERR_CONFIG_UNSUPPORTED' });
      }
      return secretType.read(element, context);
    },
  },
  uuid: attr('uuid', str),
  usage: attr('usage', str),
}));

export const auth: Table<Auth> = table<Auth>(() => ({
  username: attrRequired('username', str),
  secret: child('secret', authSecret),
}));

export const encryption: Table<Encryption> = table<Encryption>(() => ({
  format: attrRequired('format', oneOf('default', 'qcow', 'luks', 'luks2', 'luks-any')),
  engine: attr('engine', oneOf('qemu', 'librbd')),
  cipher: child(
    'cipher',
    table<NonNullable<Encryption['cipher']>>(() => ({
      name: attr('name', str),
      size: attr('size', uint),
      mode: attr('mode', str),
      hash: attr('hash', str),
    })),
  ),
  ivgen: child('ivgen', table<NonNullable<Encryption['ivgen']>>(() => ({ name: attr('name', str), hash: attr('hash', str) }))),
  secrets: some('secret', secretUse),
}));

const slice: Table<Slice> = table<Slice>(() => ({
  type: attrRequired('type', oneOf('storage')),
  offset: attrRequired('offset', uint64),
  size: attrRequired('size', uint64),
}));

const reservations: Table<Reservations> = table<Reservations>(() => ({
  managed: attr('managed', yesNo),
  source: child(
    'source',
    table<NonNullable<Reservations['source']>>(() => ({
      type: attr('type', str),
      path: attr('path', str),
      mode: attr('mode', str),
    })),
  ),
}));

/** A server, as disks, host devices and firmware variables name it. */
export const networkHost: Table<NetworkHost> = table<NetworkHost>(() => ({
  name: attr('name', str),
  port: attr('port', uint),
  transport: attr('transport', oneOf('tcp', 'unix', 'rdma')),
  socket: attr('socket', str),
}));

/** `<initiator><iqn name='..'/></initiator>`. */
export const initiator: Table<Initiator> = table<Initiator>(() => ({ iqn: property('iqn', 'name', str) }));

const cookie: Table<Cookie> = table<Cookie>(() => ({ name: attrRequired('name', str), value: text(str, { verbatim: true }) }));

const protocols = oneOf(
  'nbd', 'rbd', 'sheepdog', 'gluster', 'iscsi', 'http', 'https', 'ftp', 'ftps', 'tftp', 'ssh', 'vxhs', 'nfs',
);

const head = {
  startupPolicy: attr('startupPolicy', oneOf('mandatory', 'requisite', 'optional')),
  index: live(attr('index', uint)),
};
const tail = {
  slices: within('slices', some('slice', slice)),
  encryption: child('encryption', encryption),
  seclabels: deviceSeclabels,
  reservations: child('reservations', reservations),
  privateData: sourceStatus,
  dataStore: child('dataStore', dataStoreTable),
};

const pci = child('address', table<HostPciAddress>(pciFields));

/** The source of a disk or of an image below it; its `type` stands on the element around it. `body`: instead of `<source>`; `inline`: in that element itself. */
export function diskSource(options: { empty?: 'omit' | 'keep'; body?: string; inline?: boolean } = {}): Required<DiskSource> {
  return union<DiskSource>(
    'type',
    () => ({
      file: { file: attr('file', str), fdgroup: attr('fdgroup', str), ...head, ...tail },
      block: { dev: attr('dev', str), ...head, ...tail },
      dir: { dir: attr('dir', str), ...head, ...tail },
      volume: {
        pool: attr('pool', str),
        volume: attr('volume', str),
        ...head,
        mode: attr('mode', oneOf('host', 'direct')),
        actualType: inStatus(attr('actualType', oneOf('file', 'block', 'dir', 'network', 'nvme', 'vhostuser', 'vhostvdpa', 'volume'))),
        file: inStatus(attr('file', str)),
        dev: inStatus(attr('dev', str)),
        dir: inStatus(attr('dir', str)),
        protocol: inStatus(attr('protocol', protocols)),
        name: inStatus(attr('name', str)),
        hosts: inStatus(some('host', networkHost)),
        ...tail,
      },
      network: {
        protocol: attrRequired('protocol', protocols),
        name: attr('name', str),
        query: attr('query', str),
        tls: attr('tls', yesNo),
        tlsHostname: attr('tlsHostname', str),
        tlsFromConfig: inStatus(attr('tlsFromConfig', truth('1', '0'))),
        ...head,
        hosts: some('host', networkHost),
        ssl: child('ssl', table<{ verify?: boolean }>(() => ({ verify: attr('verify', yesNo) }))),
        cookies: within('cookies', some('cookie', cookie)),
        readahead: child('readahead', table<{ size?: Int64 }>(() => ({ size: attr('size', uint64) }))),
        timeout: child('timeout', table<{ seconds?: Int64 }>(() => ({ seconds: attr('seconds', uint64) }))),
        initiator: child('initiator', initiator),
        reconnect: child('reconnect', table<{ delay?: number }>(() => ({ delay: attr('delay', uint) }))),
        snapshot: child('snapshot', table<{ name?: string }>(() => ({ name: attr('name', str) }))),
        config: child('config', table<{ file?: string }>(() => ({ file: attr('file', str) }))),
        knownHosts: child('knownHosts', table<{ path?: string }>(() => ({ path: attr('path', str) }))),
        auth: child('auth', auth),
        identity: child(
          'identity',
          table<SshIdentity>(() => ({
            user: attr('user', str),
            group: attr('group', str),
            username: attr('username', str),
            keyfile: attr('keyfile', str),
            agentsock: attr('agentsock', str),
          })),
        ),
        ...tail,
      },
      nvme: {
        kind: attr('type', str),
        managed: attr('managed', yesNo),
        namespace: attr('namespace', uint64),
        ...head,
        address: pci,
        ...tail,
      },
      vhostuser: {
        kind: attr('type', str),
        path: attr('path', str),
        ...head,
        reconnect: child(
          'reconnect',
          table<{ enabled?: boolean; timeout?: number }>(() => ({ enabled: attr('enabled', yesNo), timeout: attr('timeout', uint) })),
        ),
        ...tail,
      },
      vhostvdpa: { dev: attr('dev', str), ...head, ...tail },
    }),
    { ...(options.inline !== true && { body: options.body ?? 'source' }), fallback: 'file', empty: options.empty ?? 'omit' },
  );
}


let dataStoreOnce: Table<DataStore> | undefined;
function dataStoreTable(): Table<DataStore> {
  dataStoreOnce ??= table<DataStore>(() => ({
    format: child('format', table<{ type?: string }>(() => ({ type: attr('type', str) }))),
    source: diskSource({ empty: 'keep' }),
  }));
  return dataStoreOnce;
}

/** The path, name or device of a source: what libvirt calls its path. */
export function sourcePath(source: DiskSource): string | undefined {
  switch (source.type) {
    case 'file':
      return source.file;
    case 'block':
    case 'vhostvdpa':
      return source.dev;
    case 'dir':
      return source.dir;
    case 'network':
      return source.name;
    case 'volume':
      return source.volume;
    default:
      return undefined;
  }
}
