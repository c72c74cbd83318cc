import { DomainSnapshotCreateFlags as Create } from '@virtweave/core-api/constants';
import { XmlWriter } from '@virtweave/core-util/xml';
import { command, type AnyCommand } from '../../command.ts';
import { CommandError } from '../../errors.ts';
import { readDocument } from '../../files.ts';
import { flagsOf } from '../../flags.ts';
import { flag, rest, text } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { domainOption } from '../domain/options.ts';
import { splitList } from '../../grammar/split-list.ts';

const creation = {
  'no-metadata': flag('take snapshot but create no metadata'),
  halt: flag('halt domain after snapshot is created'),
  'disk-only': flag('capture disk state but not vm state'),
  'reuse-external': flag('reuse any existing external files'),
  quiesce: flag("quiesce guest's file systems"),
  atomic: flag('require atomic operation'),
  live: flag('take a live snapshot'),
  validate: flag('validate the XML against the schema'),
} as const;

const creationFlags = {
  'no-metadata': Create.VIR_DOMAIN_SNAPSHOT_CREATE_NO_METADATA,
  halt: Create.VIR_DOMAIN_SNAPSHOT_CREATE_HALT,
  'disk-only': Create.VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY,
  'reuse-external': Create.VIR_DOMAIN_SNAPSHOT_CREATE_REUSE_EXT,
  quiesce: Create.VIR_DOMAIN_SNAPSHOT_CREATE_QUIESCE,
  atomic: Create.VIR_DOMAIN_SNAPSHOT_CREATE_ATOMIC,
  live: Create.VIR_DOMAIN_SNAPSHOT_CREATE_LIVE,
  validate: Create.VIR_DOMAIN_SNAPSHOT_CREATE_VALIDATE,
};

const snapshotCreate = command({
  name: 'snapshot-create',
  summary: 'Create a snapshot from XML',
  description: 'Create a snapshot (disk and RAM) from XML',
  options: {
    domain: domainOption,
    xmlfile: text('domain snapshot XML', { positional: 'quietly', complete: 'file' }),
    redefine: flag('redefine metadata for existing snapshot'),
    current: flag('with redefine, set current snapshot'),
    ...creation,
  },
  async run(shell, args) {
    const flags = flagsOf(args, {
      ...creationFlags,
      redefine: Create.VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE,
      current: Create.VIR_DOMAIN_SNAPSHOT_CREATE_CURRENT,
    });
    const domain = await findDomain(shell, args);
    const file = args.text('xmlfile');
    const xml = file === undefined ? '<domainsnapshot/>' : await readDocument(file);
    const hypervisor = await shell.hypervisor();
    const { name } = await hypervisor.domainSnapshotCreateXML(domain, xml, flags);
    shell.extra(`Domain snapshot ${name} created${file === undefined ? '' : ` from '${file}'`}`);
  },
});

const snapshotCreateAs = command({
  name: 'snapshot-create-as',
  summary: 'Create a snapshot from a set of args',
  description: 'Create a snapshot (disk and RAM) from arguments',
  options: {
    domain: domainOption,
    name: text('name of snapshot', { positional: 'quietly' }),
    description: text('description of snapshot', { positional: 'quietly' }),
    'print-xml': flag('print XML document rather than create'),
    ...creation,
    memspec: text('memory attributes: [file=]name[,snapshot=type]'),
    diskspec: rest('disk attributes: disk[,snapshot=type][,driver=type][,stype=type][,file=name]', { positional: true }),
  },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const w = new XmlWriter();
    w.open('domainsnapshot');
    for (const name of ['name', 'description'] as const) {
      const value = args.text(name);
      if (value !== undefined) w.leaf(name, value);
    }
    const memory = args.text('memspec');
    if (memory !== undefined) writeMemory(w, memory);
    const disks = args.rest('diskspec');
    if (disks.length > 0) {
      w.open('disks');
      for (const disk of disks) writeDisk(w, disk);
      w.close();
    }
    w.close();
    if (args.flag('print-xml')) {
      shell.line(w.toString());
      return;
    }
    const hypervisor = await shell.hypervisor();
    const flags = flagsOf(args, creationFlags);
    const { name } = await hypervisor.domainSnapshotCreateXML(domain, w.toString(), flags);
    shell.extra(`Domain snapshot ${name} created`);
  },
});

/** `name,key=value,...`: the part without a key, and the others by key. */
function readSpec(what: string, spec: string, plain: string, keys: readonly string[]): Map<string, string> {
  const parts = new Map<string, string>();
  splitList(spec).forEach((part, index) => {
    const key = keys.find((each) => part.startsWith(`${each}=`));
    if (key !== undefined) parts.set(key, part.slice(key.length + 1));
    else if (index === 0) parts.set(plain, part);
    else throw new CommandError(`unable to parse ${what}: ${spec}`);
  });
  return parts;
}

function writeMemory(w: XmlWriter, spec: string): void {
  const parts = readSpec('memspec', spec, 'file', ['file', 'snapshot']);
  w.open('memory');
  for (const name of ['snapshot', 'file']) {
    const value = parts.get(name);
    if (value !== undefined) w.attr(name, value);
  }
  w.close();
}

function writeDisk(w: XmlWriter, spec: string): void {
  const parts = readSpec('diskspec', spec, 'name', ['snapshot', 'driver', 'stype', 'file']);
  const type = parts.get('stype');
  if (type !== undefined && type !== 'file' && type !== 'block') throw new CommandError(`Unknown storage type: '${type}'`);
  w.open('disk').attr('name', parts.get('name') ?? '');
  const snapshot = parts.get('snapshot');
  if (snapshot !== undefined) w.attr('snapshot', snapshot);
  if (type !== undefined) w.attr('type', type);
  const driver = parts.get('driver');
  if (driver !== undefined) w.open('driver').attr('type', driver).close();
  const file = parts.get('file');
  if (file !== undefined) {
    w.open('source')
      .attr(type === 'block' ? 'dev' : 'file', file)
      .close();
  }
  w.close();
}

export const commands: readonly AnyCommand[] = [snapshotCreate, snapshotCreateAs];
