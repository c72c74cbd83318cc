import { StorageVolCreateFlags } from '@virtweave/core-api/constants';
import { XmlWriter, readXml, foreignXml, XmlElement } from '@virtweave/core-util/xml';
import { command, type AnyCommand } from '../../command.ts';
import { attempt } from '../../errors.ts';
import { readDocument } from '../../files.ts';
import { flagsOf } from '../../flags.ts';
import { flag, text, needed } from '../../grammar/option.ts';
import { findPool } from '../../objects/pool.ts';
import { findVolume, lookupVolume } from '../../objects/volume.ts';
import { sizeIn } from './size.ts';
import { fileOption, poolOption, volOption } from './options.ts';

/** What options of creation ask for. */
const creation = {
  'prealloc-metadata': StorageVolCreateFlags.VIR_STORAGE_VOL_CREATE_PREALLOC_METADATA,
  reflink: StorageVolCreateFlags.VIR_STORAGE_VOL_CREATE_REFLINK,
  validate: StorageVolCreateFlags.VIR_STORAGE_VOL_CREATE_VALIDATE,
};

const { 'prealloc-metadata': preallocMetadata, reflink, validate } = creation;

const volCreate = command({
  name: 'vol-create',
  summary: 'create a vol from an XML file',
  description: 'Create a vol.',
  options: {
    pool: text('pool name', { ...needed, complete: 'pool' }),
    file: fileOption,
    'prealloc-metadata': flag('preallocate metadata (for qcow2 instead of full allocation)'),
    validate: flag('validate the XML against the schema'),
  },
  async run(shell, args) {
    const flags = flagsOf(args, { 'prealloc-metadata': preallocMetadata, validate });
    const pool = await findPool(shell, args);
    const path = args.needed('file');
    const xml = await readDocument(path);
    const { storage } = await shell.families();
    const { name } = await attempt(storage.storageVolCreateXML(pool, xml, flags), `Failed to create vol from ${path}`);
    shell.extra(`Vol ${name} created from ${path}\n`);
  },
});

const volCreateAs = command({
  name: 'vol-create-as',
  summary: 'create a volume from a set of args',
  description: 'Create a vol.',
  options: {
    pool: text('pool name', { ...needed, complete: 'pool' }),
    name: text('name of the volume', needed),
    capacity: text('size of the vol, as scaled integer (default bytes)', needed),
    allocation: text('initial allocation size, as scaled integer (default bytes)', { positional: 'quietly' }),
    format: text('file format type raw,bochs,qcow,qcow2,qed,vmdk', { positional: 'quietly' }),
    'backing-vol': text('the backing volume if taking a snapshot', { positional: 'quietly' }),
    'backing-vol-format': text('format of backing volume if taking a snapshot', { positional: 'quietly' }),
    'prealloc-metadata': flag('preallocate metadata (for qcow2 instead of full allocation)'),
    'print-xml': flag("print XML document, but don't define/create"),
  },
  async run(shell, args) {
    const pool = await findPool(shell, args);
    const name = args.needed('name');
    const capacity = sizeIn(args.needed('capacity'));
    const allocation = args.text('allocation');
    const format = args.text('format');
    const backing = args.text('backing-vol');
    const backingFormat = args.text('backing-vol-format');
    const w = new XmlWriter();
    w.open('volume').leaf('name', name).leaf('capacity', String(capacity));
    if (allocation !== undefined) w.leaf('allocation', String(sizeIn(allocation)));
    if (format !== undefined) w.open('target').open('format').attr('type', format).close().close();
    const { storage } = await shell.families();
    if (backing !== undefined) {
      // Its name in the pool, its key or its path.
      const volume = await lookupVolume(shell, backing, pool);
      w.open('backingStore').leaf('path', await storage.storageVolGetPath(volume));
      if (backingFormat !== undefined) w.open('format').attr('type', backingFormat).close();
      w.close();
    }
    const xml = `${w.close().toString().trimEnd()}\n`;
    if (args.flag('print-xml')) {
      shell.print(xml);
      return;
    }
    const flags = flagsOf(args, { 'prealloc-metadata': preallocMetadata });
    await attempt(storage.storageVolCreateXML(pool, xml, flags), `Failed to create vol ${name}`);
    shell.extra(`Vol ${name} created\n`);
  },
});

const volCreateFrom = command({
  name: 'vol-create-from',
  summary: 'create a vol, using another volume as input',
  description: 'Create a vol from an existing volume.',
  options: {
    pool: text('pool name or uuid', { ...needed, complete: 'pool' }),
    file: fileOption,
    vol: volOption,
    inputpool: text("pool name or uuid of the input volume's pool", { positional: 'quietly', complete: 'pool' }),
    'prealloc-metadata': flag('preallocate metadata (for qcow2 instead of full allocation)'),
    reflink: flag('use btrfs COW lightweight copy'),
    validate: flag('validate the XML against the schema'),
  },
  async run(shell, args) {
    const pool = await findPool(shell, args);
    const path = args.needed('file');
    const input = await findVolume(shell, args, 'inputpool');
    const xml = await readDocument(path);
    const { storage } = await shell.families();
    const { name } = await attempt(
      storage.storageVolCreateXMLFrom(pool, xml, input, flagsOf(args, creation)),
      `Failed to create vol from ${path}`,
    );
    shell.extra(`Vol ${name} created from input vol ${input.name}\n`);
  },
});

const volClone = command({
  name: 'vol-clone',
  summary: 'clone a volume.',
  description: 'Clone an existing volume within the parent pool.',
  options: {
    vol: volOption,
    newname: text('clone name', needed),
    pool: poolOption,
    'prealloc-metadata': flag('preallocate metadata (for qcow2 instead of full allocation)'),
    reflink: flag('use btrfs COW lightweight copy'),
    'print-xml': flag('print XML document rather than clone the volume'),
  },
  async run(shell, args) {
    const volume = await findVolume(shell, args);
    const { storage } = await shell.families();
    const pool = await attempt(storage.storagePoolLookupByVolume(volume), 'failed to get parent pool');
    const xml = renamed(await storage.storageVolGetXMLDesc(volume, 0), args.needed('newname'));
    if (args.flag('print-xml')) {
      shell.print(xml);
      return;
    }
    const flags = flagsOf(args, { 'prealloc-metadata': preallocMetadata, reflink });
    const { name } = await attempt(
      storage.storageVolCreateXMLFrom(pool, xml, volume, flags),
      `Failed to clone vol from ${volume.name}`,
    );
    shell.extra(`Vol ${name} cloned from ${volume.name}\n`);
  },
});

/** The document with another name. */
function renamed(xml: string, name: string): string {
  const root = readXml(xml);
  const children = root.children.map((child) =>
    child.kind === 'element' && child.name === 'name'
      ? new XmlElement('name', undefined, [{ kind: 'text', value: name }])
      : child,
  );
  return foreignXml(new XmlElement(root.name, root.attributes, children)).trimEnd();
}

export const commands: readonly AnyCommand[] = [volCreate, volCreateAs, volCreateFrom, volClone];
