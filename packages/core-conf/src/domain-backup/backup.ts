import { oneOf, str, uint, yesNo } from '../table/codec.ts';
import { attr, attrOr, attrRequired, leaf, type Field } from '../table/field.ts';
import { child, some, within } from '../table/child.ts';
import { table, type Table } from '../table/table.ts';
import { diskSource, type BlockSource, type FileSource, type NetworkHost } from '../domain/devices/disk-source.ts';
import { storageFormat, type StorageFormat } from '../moment/storage-format.ts';

/** `<domainbackup>`: a backup job (`virDomainBackupDef`). */
export interface DomainBackup {
  /** `push`: the hypervisor writes the copies; `pull`: a client fetches them from an NBD server. */
  mode: 'push' | 'pull';
  /** Name of the checkpoint since which changes are saved. */
  incremental?: string;
  /** Pull: where the NBD server listens. */
  server?: BackupServer;
  disks?: BackupDisk[];
  /** What the driver notes for itself. Internal. */
  privateData?: BackupPrivateData;
}

export interface BackupServer extends NetworkHost {
  tls?: boolean;
}

export interface BackupDisk {
  /** Target of the disk, such as `vda`. */
  name: string;
  /** Is the disk part of the backup? */
  backup: boolean;
  /** How far its copy is. Internal. */
  state?: BackupDiskState;
  backupmode?: 'full' | 'incremental';
  /** Name of the checkpoint since which changes of this disk are saved. */
  incremental?: string;
  /** Pull: names of the NBD export, and of its bitmap. */
  exportname?: string;
  exportbitmap?: string;
  /** Number of the scratch image. Internal. */
  index?: number;
  driver?: { type?: StorageFormat };
  /** Pull: where the guest's writes go while the backup is fetched. Push: where the copy goes. */
  store?: FileSource | BlockSource;
}

export type BackupDiskState = 'running' | 'complete' | 'failed' | 'cancelling' | 'cancelled';

export interface BackupPrivateData {
  tlsKeyAlias?: string;
  tlsAlias?: string;
}

const server: Table<BackupServer> = table<BackupServer>(() => ({
  transport: attr('transport', oneOf('tcp', 'unix', 'rdma')),
  tls: attr('tls', yesNo),
  name: attr('name', str),
  port: attr('port', uint, { omit: 0 }),
  socket: attr('socket', str),
}));

const types = oneOf('file', 'block');

/** The type stands on the disk, the rest in `<scratch>` or `<target>`, which is there even when it says nothing: else the type would be lost. */
function store(element: 'scratch' | 'target'): Field<FileSource | BlockSource> {
  const source = diskSource({ body: element, empty: 'keep' });
  return {
    ...source,
    required: false,
    lead: false,
    read(around, context) {
      if (around.child(element) === undefined) return undefined;
      const found = source.read(around, context) as FileSource | BlockSource;
      delete found.startupPolicy;
      return found;
    },
    writeAttributes(value, out) {
      out.xml.attr('type', types.format(value.type));
    },
  };
}

const driver: Table<{ type?: StorageFormat }> = table<{ type?: StorageFormat }>(() => ({ type: attr('type', storageFormat) }));

const disk = (element: 'scratch' | 'target', internal: boolean): Table<BackupDisk> => {
  const own = <V>(field: Field<V>): Field<V> =>
    internal ? field : { ...field, read: () => undefined, writeAttributes() {} };
  return table<BackupDisk>(() => ({
    name: attrRequired('name', str),
    backup: attrOr('backup', yesNo, true),
    state: own(attr('state', oneOf('running', 'complete', 'failed', 'cancelling', 'cancelled'))),
    driver: child('driver', driver),
    store: store(element),
    backupmode: attr('backupmode', oneOf('full', 'incremental')),
    incremental: attr('incremental', str),
    exportname: attr('exportname', str),
    exportbitmap: attr('exportbitmap', str),
    index: own(attr('index', uint, { omit: 0 })),
  }));
};

const privateData: Field<BackupPrivateData> = {
  attributes: [],
  children: ['privateData'],
  read(element) {
    const objects = element.child('privateData')?.child('objects');
    const key = objects
      ?.all('secret')
      .find((one) => one.attr('type') === 'tlskey')
      ?.attr('alias');
    const tls = objects?.child('TLSx509')?.attr('alias');
    return { ...(key !== undefined && { tlsKeyAlias: key }), ...(tls !== undefined && { tlsAlias: tls }) };
  },
  writeChildren({ tlsKeyAlias, tlsAlias }, { xml }) {
    xml.openOptional('privateData').openOptional('objects');
    if (tlsKeyAlias !== undefined) xml.open('secret').attr('type', 'tlskey').attr('alias', tlsKeyAlias).close();
    if (tlsAlias !== undefined) xml.open('TLSx509').attr('alias', tlsAlias).close();
    xml.close().close();
  },
  schema: () => ({ type: 'object', properties: { tlsKeyAlias: str.schema, tlsAlias: str.schema }, additionalProperties: false }),
};

/** The table of `<domainbackup>`, in the order in which libvirt writes it. */
export function domainBackup(mode: 'push' | 'pull', internal: boolean): Table<DomainBackup> {
  return (tables[`${mode}${internal ? '-internal' : ''}`] ??= table<DomainBackup>(() => ({
    mode: attrOr('mode', oneOf('push', 'pull'), 'push'),
    incremental: leaf('incremental', str),
    server: child('server', server),
    disks: within('disks', some('disk', disk(mode === 'pull' ? 'scratch' : 'target', internal))),
    privateData: internal ? privateData : { ...privateData, read: () => undefined, writeChildren() {} },
  })));
}

const tables: Record<string, Table<DomainBackup>> = {};
