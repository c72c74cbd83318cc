import { DomainCheckpointCreateFlags } from '@virtweave/core-api/constants';
import { XmlWriter } from '@virtweave/core-util/xml';
import { command, type AnyCommand } from '../../command.ts';
import { CommandError } from '../../errors.ts';
import { readDocument } from '../../files.ts';
import { flagsOf } from '../../flags.ts';
import { flag, text, rest } from '../../grammar/option.ts';
import { splitList } from '../../grammar/split-list.ts';
import { findDomain } from '../../objects/domain.ts';
import { domainOption } from '../domain/options.ts';

const checkpointCreate = command({
  name: 'checkpoint-create',
  summary: 'Create a checkpoint from XML',
  description: 'Create a checkpoint from XML for use in future incremental backups',
  options: {
    domain: domainOption,
    xmlfile: text('domain checkpoint XML', { positional: 'quietly', complete: 'file' }),
    redefine: flag('redefine metadata for existing checkpoint'),
    'redefine-validate': flag('validate the redefined checkpoint'),
    quiesce: flag("quiesce guest's file systems"),
  },
  async run(shell, args) {
    const flags = flagsOf(args, {
      redefine: DomainCheckpointCreateFlags.VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE,
      'redefine-validate': DomainCheckpointCreateFlags.VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE_VALIDATE,
      quiesce: DomainCheckpointCreateFlags.VIR_DOMAIN_CHECKPOINT_CREATE_QUIESCE,
    });
    const domain = await findDomain(shell, args);
    const file = args.text('xmlfile');
    const xml = file === undefined ? '<domaincheckpoint/>' : await readDocument(file);
    const { name } = await (await shell.hypervisor()).domainCheckpointCreateXML(domain, xml, flags);
    shell.extra(`Domain checkpoint ${name} created${file === undefined ? '' : ` from '${file}'`}`);
  },
});

const checkpointCreateAs = command({
  name: 'checkpoint-create-as',
  summary: 'Create a checkpoint from a set of args',
  description: 'Create a checkpoint from arguments for use in future incremental backups',
  options: {
    domain: domainOption,
    name: text('name of checkpoint', { positional: 'quietly' }),
    description: text('description of checkpoint', { positional: 'quietly' }),
    'print-xml': flag('print XML document rather than create'),
    quiesce: flag("quiesce guest's file systems"),
    diskspec: rest('disk attributes: disk[,checkpoint=type][,bitmap=name]', { positional: true }),
  },
  async run(shell, args) {
    const flags = flagsOf(args, { quiesce: DomainCheckpointCreateFlags.VIR_DOMAIN_CHECKPOINT_CREATE_QUIESCE });
    const domain = await findDomain(shell, args);
    const w = new XmlWriter();
    w.open('domaincheckpoint');
    for (const option of ['name', 'description'] as const) {
      const value = args.text(option);
      if (value !== undefined) w.leaf(option, value);
    }
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
    const { name } = await (await shell.hypervisor()).domainCheckpointCreateXML(domain, w.toString(), flags);
    shell.extra(`Domain checkpoint ${name} created`);
  },
});

/** `disk[,checkpoint=type][,bitmap=name]` */
function writeDisk(w: XmlWriter, spec: string): void {
  const [name = '', ...parts] = splitList(spec);
  w.open('disk').attr('name', name);
  for (const key of ['checkpoint', 'bitmap']) {
    const part = parts.find((each) => each.startsWith(`${key}=`));
    if (part !== undefined) w.attr(key, part.slice(key.length + 1));
  }
  if (!parts.every((part) => /^(checkpoint|bitmap)=/.test(part))) throw new CommandError(`unable to parse diskspec: ${spec}`);
  w.close();
}

export const commands: readonly AnyCommand[] = [checkpointCreate, checkpointCreateAs];
