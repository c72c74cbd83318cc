import { DomainCheckpointDeleteFlags, DomainCheckpointListFlags, DomainCheckpointXMLFlags } from '@virtweave/core-api/constants';
import { readXml } from '@virtweave/core-util/xml';
import { command, type AnyCommand } from '../../command.ts';
import { dumpDocument, xpathOptions } from '../../dump-document.ts';
import { attempt, CommandError } from '../../errors.ts';
import { flagsOf } from '../../flags.ts';
import { flag, text } from '../../grammar/option.ts';
import { checkMomentOptions, showMoments } from '../../moments.ts';
import { findDomain } from '../../objects/domain.ts';
import { ifThere } from '../../objects/find.ts';
import { findCheckpoint } from '../../objects/moment.ts';
import { shownTime } from '../../time.ts';
import { domainOption } from '../domain/options.ts';
import { checkpointnameOption } from './options.ts';

const filters = {
  roots: DomainCheckpointListFlags.VIR_DOMAIN_CHECKPOINT_LIST_ROOTS,
  leaves: DomainCheckpointListFlags.VIR_DOMAIN_CHECKPOINT_LIST_LEAVES,
  'no-leaves': DomainCheckpointListFlags.VIR_DOMAIN_CHECKPOINT_LIST_NO_LEAVES,
  topological: DomainCheckpointListFlags.VIR_DOMAIN_CHECKPOINT_LIST_TOPOLOGICAL,
};

const checkpointList = command({
  name: 'checkpoint-list',
  summary: 'List checkpoints for a domain',
  description: 'Checkpoint List',
  options: {
    domain: domainOption,
    parent: flag('add a column showing parent checkpoint'),
    roots: flag('list only checkpoints without parents'),
    leaves: flag('list only checkpoints without children'),
    'no-leaves': flag('list only checkpoints that are not leaves (with children)'),
    tree: flag('list checkpoints in a tree'),
    from: text('limit list to children of given checkpoint', { positional: 'quietly' }),
    descendants: flag('with --from, list all descendants'),
    name: flag('list checkpoint names only'),
    topological: flag('sort list topologically rather than by name'),
  },
  async run(shell, args) {
    checkMomentOptions(args);
    let flags = flagsOf(args, filters);
    const domain = await findDomain(shell, args);
    const hypervisor = await shell.hypervisor();
    const from = args.has('from') ? await findCheckpoint(shell, args, domain, 'from') : undefined;
    if (from && (args.flag('tree') || args.flag('descendants'))) flags |= DomainCheckpointListFlags.VIR_DOMAIN_CHECKPOINT_LIST_DESCENDANTS;
    await showMoments(shell, args, {
      found: from
        ? await hypervisor.domainCheckpointListAllChildren(from, flags)
        : await hypervisor.domainListAllCheckpoints(domain, flags),
      from,
      parentOf: async (checkpoint) =>
        (await ifThere(hypervisor.domainCheckpointGetParent(checkpoint, 0), 'VIR_ERR_NO_DOMAIN_CHECKPOINT'))?.name,
      columns: ['Creation Time'],
      async cells(checkpoint) {
        const xml = await hypervisor.domainCheckpointGetXMLDesc(checkpoint, 0);
        const creationTime = readXml(xml).child('creationTime')?.text;
        return [creationTime === undefined ? '' : shownTime(BigInt(creationTime))];
      },
    });
  },
});

const checkpointInfo = command({
  name: 'checkpoint-info',
  summary: 'checkpoint information',
  description: 'Returns basic information about a checkpoint.',
  options: {
    domain: domainOption,
    checkpointname: checkpointnameOption,
  },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const checkpoint = await findCheckpoint(shell, args, domain);
    const hypervisor = await shell.hypervisor();
    const row = (label: string, value: string): void => shell.line(`${`${label}:`.padEnd(15)} ${value}`);
    row('Name', checkpoint.name);
    row('Domain', domain.name);
    const parent = await ifThere(hypervisor.domainCheckpointGetParent(checkpoint, 0), 'VIR_ERR_NO_DOMAIN_CHECKPOINT');
    row('Parent', parent?.name ?? '-');
    row('Children', String((await hypervisor.domainCheckpointListAllChildren(checkpoint, 0)).length));
    const all = DomainCheckpointListFlags.VIR_DOMAIN_CHECKPOINT_LIST_DESCENDANTS;
    row('Descendants', String((await hypervisor.domainCheckpointListAllChildren(checkpoint, all)).length));
  },
});

const checkpointParent = command({
  name: 'checkpoint-parent',
  summary: 'Get the name of the parent of a checkpoint',
  description: "Extract the checkpoint's parent, if any",
  options: {
    domain: domainOption,
    checkpointname: text('find parent of checkpoint name', { positional: 'quietly', complete: 'checkpoint' }),
  },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const checkpoint = await findCheckpoint(shell, args, domain);
    const hypervisor = await shell.hypervisor();
    const parent = await ifThere(hypervisor.domainCheckpointGetParent(checkpoint, 0), 'VIR_ERR_NO_DOMAIN_CHECKPOINT');
    if (!parent) throw new CommandError(`checkpoint '${checkpoint.name}' has no parent`);
    shell.print(parent.name);
  },
});

const checkpointDumpxml = command({
  name: 'checkpoint-dumpxml',
  summary: 'Dump XML for a domain checkpoint',
  description: 'Checkpoint Dump XML',
  options: {
    domain: domainOption,
    checkpointname: checkpointnameOption,
    'security-info': flag('include security sensitive information in XML dump'),
    'no-domain': flag('exclude <domain> from XML'),
    size: flag('include backup size estimate in XML dump'),
    ...xpathOptions,
  },
  async run(shell, args) {
    const flags = flagsOf(args, {
      'security-info': DomainCheckpointXMLFlags.VIR_DOMAIN_CHECKPOINT_XML_SECURE,
      'no-domain': DomainCheckpointXMLFlags.VIR_DOMAIN_CHECKPOINT_XML_NO_DOMAIN,
      size: DomainCheckpointXMLFlags.VIR_DOMAIN_CHECKPOINT_XML_SIZE,
    });
    const domain = await findDomain(shell, args);
    const checkpoint = await findCheckpoint(shell, args, domain);
    await dumpDocument(shell, args, await (await shell.hypervisor()).domainCheckpointGetXMLDesc(checkpoint, flags));
  },
});

const checkpointDelete = command({
  name: 'checkpoint-delete',
  summary: 'Delete a domain checkpoint',
  description: 'Checkpoint Delete',
  options: {
    domain: domainOption,
    checkpointname: checkpointnameOption,
    children: flag('delete checkpoint and all children'),
    'children-only': flag('delete children but not checkpoint'),
    metadata: flag('delete only libvirt metadata, leaving checkpoint contents behind'),
  },
  async run(shell, args) {
    const flags = flagsOf(args, {
      children: DomainCheckpointDeleteFlags.VIR_DOMAIN_CHECKPOINT_DELETE_CHILDREN,
      'children-only': DomainCheckpointDeleteFlags.VIR_DOMAIN_CHECKPOINT_DELETE_CHILDREN_ONLY,
      metadata: DomainCheckpointDeleteFlags.VIR_DOMAIN_CHECKPOINT_DELETE_METADATA_ONLY,
    });
    const domain = await findDomain(shell, args);
    const checkpoint = await findCheckpoint(shell, args, domain);
    const hypervisor = await shell.hypervisor();
    await attempt(hypervisor.domainCheckpointDelete(checkpoint, flags), `Failed to delete checkpoint ${checkpoint.name}`);
    shell.extra(`Domain checkpoint ${checkpoint.name}${args.flag('children-only') ? ' children' : ''} deleted\n`);
  },
});

export const commands: readonly AnyCommand[] = [checkpointList, checkpointInfo, checkpointParent, checkpointDumpxml, checkpointDelete];
