import {
  DomainSnapshotCreateFlags as Create,
  DomainSnapshotDeleteFlags as Delete,
  DomainSnapshotXMLFlags as Xml,
} from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { editDocument } from '../../edit-document.ts';
import { CommandError, orElse } from '../../errors.ts';
import { exclusive } from '../../flags.ts';
import { flag, text } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { findSnapshot } from '../../objects/moment.ts';
import { domainOption } from '../domain/options.ts';

const snapshotEdit = command({
  name: 'snapshot-edit',
  summary: 'edit XML for a snapshot',
  description: 'Edit the domain snapshot XML for a named snapshot',
  options: {
    domain: domainOption,
    snapshotname: text('snapshot name', { positional: 'quietly', complete: 'snapshot' }),
    current: flag('also set edited snapshot as current'),
    rename: flag('allow renaming an existing snapshot'),
    clone: flag('allow cloning to new name'),
  },
  async run(shell, args) {
    exclusive(args, 'rename', 'clone');
    const domain = await findDomain(shell, args);
    const hypervisor = await shell.hypervisor();
    // Here both may be given: the named one becomes the current one.
    const name = args.text('snapshotname');
    const snapshot = name === undefined ? await findSnapshot(shell, args, domain) : await hypervisor.domainSnapshotLookupByName(domain, name, 0);
    const makeCurrent = name !== undefined && args.flag('current');
    const before = snapshot.name;
    const flags = Create.VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE | (makeCurrent ? Create.VIR_DOMAIN_SNAPSHOT_CREATE_CURRENT : 0);
    const read = (): Promise<string> => hypervisor.domainSnapshotGetXMLDesc(snapshot, Xml.VIR_DOMAIN_SNAPSHOT_XML_SECURE);
    const define = async (xml: string): Promise<string> => {
      const { name: after } = await hypervisor.domainSnapshotCreateXML(domain, xml, flags);
      if (after === before) return `Snapshot ${after} edited.\n`;
      if (args.flag('clone')) return `Snapshot ${before} cloned to ${after}.\n`;
      // One of the two has to go: the old one when it was to be renamed, else the one that came unasked.
      const spare = args.flag('rename') ? snapshot : { ...snapshot, name: after };
      await hypervisor.domainSnapshotDelete(spare, Delete.VIR_DOMAIN_SNAPSHOT_DELETE_METADATA_ONLY);
      if (args.flag('rename')) return '';
      throw new CommandError(`Must use --rename or --clone to change ${before} to ${after}`);
    };
    if (makeCurrent) {
      // What is not changed becomes the current one all the same.
      const { editedText } = await import('../../edit-document.ts');
      shell.extra(await define(await editedText(await read(), '.xml')));
      return;
    }
    await orElse(shell, `Failed to update ${before}`, editDocument(shell, { what: `Snapshot ${before}`, read, define }));
  },
});

export const commands: readonly AnyCommand[] = [snapshotEdit];
