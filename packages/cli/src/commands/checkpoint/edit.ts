import { DomainCheckpointCreateFlags as Create, DomainCheckpointXMLFlags as Xml } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { editDocument } from '../../edit-document.ts';
import { CommandError, orElse } from '../../errors.ts';
import { text } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { findCheckpoint } from '../../objects/moment.ts';
import { domainOption } from '../domain/options.ts';

const checkpointEdit = command({
  name: 'checkpoint-edit',
  summary: 'edit XML for a checkpoint',
  description: 'Edit the domain checkpoint XML for a named checkpoint',
  options: { domain: domainOption, checkpointname: text('checkpoint name', { positional: 'quietly', complete: 'checkpoint' }) },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const checkpoint = await findCheckpoint(shell, args, domain);
    const hypervisor = await shell.hypervisor();
    const editing = editDocument(shell, {
      what: `Checkpoint ${checkpoint.name}`,
      read: () => hypervisor.domainCheckpointGetXMLDesc(checkpoint, Xml.VIR_DOMAIN_CHECKPOINT_XML_SECURE),
      async define(xml) {
        const { name } = await hypervisor.domainCheckpointCreateXML(domain, xml, Create.VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE);
        if (name !== checkpoint.name) throw new CommandError(`Cannot rename checkpoint ${checkpoint.name} to ${name}`);
        return `Checkpoint ${name} edited.\n`;
      },
    });
    await orElse(shell, `Failed to update ${checkpoint.name}`, editing);
  },
});

export const commands: readonly AnyCommand[] = [checkpointEdit];
