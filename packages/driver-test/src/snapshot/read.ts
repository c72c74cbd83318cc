import { normalizeUuid, VirtError } from '@virtweave/core-util';
import { readXml, type XmlElement } from '@virtweave/core-util/xml';
import { parseDefinition, type Definition } from '../documents.ts';
import { snapshotError } from '../errors.ts';
import type { Snapshot, SnapshotDisk, SnapshotLocation, SnapshotState } from './snapshot.ts';

export interface ReadSnapshotOptions {
  /** The document describes a snapshot that exists (VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE). */
  readonly redefine: boolean;
  /** The guest that it is made of, or belongs to. */
  readonly definition: Definition;
  /** How the guest is now; only looked at for a new snapshot. */
  readonly state?: SnapshotState;
}

const states: readonly SnapshotState[] = ['shutoff', 'running', 'paused', 'disk-snapshot', 'blocked', 'crashed', 'pmsuspended'];
const locations: readonly SnapshotLocation[] = ['no', 'internal', 'external', 'manual'];

/** Reads a `<domainsnapshot>` document: what a user wants of a new one, or all that is known of an old one. */
export function readSnapshot(
  document: string | XmlElement,
  options: ReadSnapshotOptions,
): { readonly snapshot: Snapshot; readonly current: boolean } {
  const root = typeof document === 'string' ? readXml(document, { name: '(domain_snapshot)' }) : document;
  const local = root.name.slice(root.name.indexOf(':') + 1);
  if (local !== 'domainsnapshot')
    throw new VirtError('VIR_ERR_XML_ERROR', `expecting root element of 'domainsnapshot', not '${root.name}'`);
  const snapshot = options.redefine ? readOld(root, options) : readNew(root, options);
  return { snapshot, current: root.child('active')?.text.trim() === '1' };
}

function readNew(root: XmlElement, { definition, state = 'shutoff' }: ReadSnapshotOptions): Snapshot {
  const creationTime = Math.floor(Date.now() / 1000);
  return {
    ...common(root, String(creationTime)),
    state,
    creationTime,
    memory: state === 'shutoff' ? 'no' : 'internal',
    disks: alignDisks(readDisks(root), definition),
    definition,
  };
}

function readOld(root: XmlElement, { definition }: ReadSnapshotOptions): Snapshot {
  const { name, description } = common(root, undefined);
  const creationTime = Number(root.child('creationTime')?.text.trim() ?? '');
  if (root.child('creationTime') === undefined || !Number.isSafeInteger(creationTime))
    throw snapshotError('VIR_ERR_INTERNAL_ERROR', 'missing creationTime from existing snapshot');
  const state = readState(root);
  const parent = root.child('parent')?.child('name')?.text;
  const memory = readMemory(root, state);
  return {
    name,
    ...(description !== undefined && { description }),
    ...(parent !== undefined && { parent }),
    state,
    creationTime,
    ...memory,
    ...readDomain(root, definition),
    disks: alignDisks(readDisks(root), definition),
  };
}

function common(root: XmlElement, defaultName: string | undefined): { name: string; description?: string } {
  const written = root.child('name')?.text ?? '';
  const name = written === '' ? defaultName : written;
  if (name === undefined) throw snapshotError('VIR_ERR_XML_ERROR', 'a redefined snapshot must have a name');
  const description = root.child('description')?.text;
  return { name, ...(description !== undefined && description !== '' && { description }) };
}

function readState(root: XmlElement): SnapshotState {
  const text = root.child('state')?.text.trim();
  if (text === undefined) throw snapshotError('VIR_ERR_XML_ERROR', 'missing state from existing snapshot');
  const state = states.find((one) => one === text);
  if (state === undefined) throw snapshotError('VIR_ERR_XML_ERROR', `Invalid state '${text}' in domain snapshot XML`);
  return state;
}

function readMemory(root: XmlElement, state: SnapshotState): { memory: SnapshotLocation; memoryFile?: string } {
  const off = state === 'shutoff' || state === 'disk-snapshot';
  const element = root.child('memory');
  const file = element?.attr('file');
  const wanted = readLocation(element, 'memory snapshot') ?? (file !== undefined ? 'external' : off ? 'no' : 'internal');
  if (off && wanted !== 'no')
    throw snapshotError('VIR_ERR_XML_ERROR', 'memory state cannot be saved with offline or disk-only snapshot');
  return { memory: wanted, ...(file !== undefined && { memoryFile: file }) };
}

function readLocation(element: XmlElement | undefined, what: string): SnapshotLocation | undefined {
  const text = element?.attr('snapshot');
  if (text === undefined) return undefined;
  const location = locations.find((one) => one === text);
  if (location === undefined) throw snapshotError('VIR_ERR_XML_ERROR', `unknown ${what} setting '${text}'`);
  return location;
}

function readDisks(root: XmlElement): readonly { name: string; snapshot: SnapshotLocation | undefined }[] {
  return (root.child('disks')?.all('disk') ?? []).map((disk) => {
    const name = disk.attr('name');
    if (name === undefined) throw snapshotError('VIR_ERR_XML_ERROR', "missing name from disk snapshot element");
    return { name, snapshot: readLocation(disk, 'disk snapshot') };
  });
}

/** Every disk of the guest, in its order: named ones as wished, the others internal. Nothing else can be done in memory. */
function alignDisks(
  wished: readonly { readonly name: string; readonly snapshot: SnapshotLocation | undefined }[],
  definition: Definition,
): readonly SnapshotDisk[] {
  const seen = new Set<string>();
  for (const { name, snapshot } of wished) {
    const disk = definition.devices.disks.find((one) => one.target.dev === name);
    if (disk === undefined) throw snapshotError('VIR_ERR_CONFIG_UNSUPPORTED', `no disk named '${name}'`);
    if (seen.has(name)) throw snapshotError('VIR_ERR_CONFIG_UNSUPPORTED', `disk '${name}' specified twice`);
    if (snapshot !== undefined && snapshot !== 'internal')
      throw snapshotError('VIR_ERR_CONFIG_UNSUPPORTED', `disk '${name}' must use snapshot mode 'internal'`);
    seen.add(name);
  }
  return definition.devices.disks.map((disk) => ({ name: disk.target.dev, snapshot: 'internal' }));
}

/** The guest in a document; documents of old have only its UUID. */
function readDomain(root: XmlElement, definition: Definition): Pick<Snapshot, 'definition' | 'domainUuid'> {
  const element = root.child('domain');
  if (element === undefined || element.child('name') === undefined) return { domainUuid: uuidOf(element) ?? definition.uuid };
  return { definition: parseDefinition(element) };
}

function uuidOf(element: XmlElement | undefined): string | undefined {
  const text = element?.child('uuid')?.text;
  return text === undefined ? undefined : normalizeUuid(text);
}
