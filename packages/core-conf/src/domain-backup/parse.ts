import type { XmlElement } from '@virtweave/core-util/xml';
import { openDocument } from '../table/document.ts';
import { problem } from '../table/problem.ts';
import { checkNames } from '../table/strict.ts';
import { readTable } from '../table/table.ts';
import { domainBackup, type BackupDisk, type DomainBackup } from './backup.ts';

/** How a `<domainbackup>` document is read. */
export interface DomainBackupParseOptions {
  /** A driver wrote it for itself: it also says how far the job is. */
  readonly internal?: boolean;
  /** Refuse unknown elements and attributes. libvirt always does, except in what it wrote itself. */
  readonly strict?: boolean;
  /** Name of the document for messages. */
  readonly name?: string;
}

/**
 * Reads a `<domainbackup>` document (`virDomainBackupDefParseString`).
 *
 * @throws VirtError `VIR_ERR_XML_ERROR` and others, with the place in the document
 */
export function parseDomainBackup(document: string | XmlElement, options: DomainBackupParseOptions = {}): DomainBackup {
  const root = openDocument(document, 'domainbackup', domainBackup('push', false), {
    ...options,
    strict: false,
    defaultName: '(domain_backup)',
  });
  const mode = root.attr('mode') ?? 'push';
  if (mode !== 'push' && mode !== 'pull') throw problem(root, `unknown backup mode '${mode}'`, { attribute: 'mode' });
  const table = domainBackup(mode, options.internal ?? false);
  // What may stand in it depends on the mode.
  if (options.strict === true) checkNames(root, table.check);
  checkServer(root, mode);
  for (const disk of root.child('disks')?.all('disk') ?? []) checkDisk(disk);
  const backup = readTable(table, root, { inactive: true, status: options.internal ?? false });
  if (backup.server !== undefined) backup.server = { transport: 'tcp', ...backup.server };
  if (backup.disks !== undefined) backup.disks = backup.disks.map((disk) => used(disk, mode));
  return backup;
}

function checkServer(root: XmlElement, mode: 'push' | 'pull'): void {
  const server = root.child('server');
  if (server === undefined) return;
  if (mode !== 'pull') throw problem(server, 'use of <server> requires pull mode backup');
  const transport = server.attr('transport') ?? 'tcp';
  const socket = server.attr('socket');
  if (transport === 'rdma')
    throw problem(server, 'transport rdma is not supported for <server>', { attribute: 'transport' });
  if (transport === 'unix') {
    if (socket === undefined) throw problem(server, 'missing socket for unix transport');
    if (!socket.startsWith('/'))
      throw problem(server, `backup socket path '${socket}' must be absolute`, { attribute: 'socket' });
  } else {
    if (socket !== undefined) throw problem(server, `transport '${transport}' does not support socket attribute`);
    if (server.attr('name') === undefined) throw problem(server, 'missing name for host');
  }
}

function checkDisk(disk: XmlElement): void {
  if (disk.attr('name') === undefined) throw problem(disk, 'missing name from disk backup element');
  const type = disk.attr('type') ?? 'file';
  if (disk.attr('backup') !== 'no' && type !== 'file' && type !== 'block')
    throw problem(disk, `unsupported disk backup type '${type}'`, { attribute: 'type' });
}

/** Of a disk that is left out nothing else counts; a push has no exports. */
function used(disk: BackupDisk, mode: 'push' | 'pull'): BackupDisk {
  if (!disk.backup) return { name: disk.name, backup: false };
  const { exportname, exportbitmap, ...rest } = disk;
  if (mode === 'push') return rest;
  return {
    ...rest,
    ...(exportname !== undefined && { exportname }),
    ...(exportbitmap !== undefined && { exportbitmap }),
  };
}
