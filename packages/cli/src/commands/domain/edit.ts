import {
  DomainDefineFlags as Define,
  DomainSaveImageXMLFlags as ImageXml,
  DomainSaveRestoreFlags as Save,
  DomainXMLFlags as Xml,
} from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { editDocument } from '../../edit-document.ts';
import { attempt } from '../../errors.ts';
import { exclusive, flagsOf } from '../../flags.ts';
import type { AnyArgs } from '../../grammar/args.ts';
import { flag, needed, text } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { domainOption } from './options.ts';

const edit = command({
  name: 'edit',
  summary: 'edit XML configuration for a domain',
  description: 'Edit the XML configuration for a domain.',
  options: { domain: domainOption, 'skip-validate': flag('skip validation of the XML against the schema') },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const hypervisor = await shell.hypervisor();
    const shown = (Xml.VIR_DOMAIN_XML_SECURE | Xml.VIR_DOMAIN_XML_INACTIVE) >>> 0;
    const validates = !args.flag('skip-validate');
    await editDocument(shell, {
      what: `Domain '${domain.name}'`,
      validates,
      read: () => hypervisor.domainGetXMLDesc(domain, shown),
      async define(xml, validate) {
        const { name } = await hypervisor.domainDefineXMLFlags(xml, validate ? Define.VIR_DOMAIN_DEFINE_VALIDATE : 0);
        return `Domain '${name}' XML configuration edited.\n`;
      },
    });
  },
});

const states = { running: Save.VIR_DOMAIN_SAVE_RUNNING, paused: Save.VIR_DOMAIN_SAVE_PAUSED };

function stateFlags(args: AnyArgs): number {
  exclusive(args, 'running', 'paused');
  return flagsOf(args, states);
}

const saveImageEdit = command({
  name: 'save-image-edit',
  summary: "edit XML for a domain's saved state file",
  description: 'Edit the domain XML associated with a saved state file',
  options: {
    file: text('saved state file to edit', { ...needed, complete: 'file' }),
    running: flag('set domain to be running on restore'),
    paused: flag('set domain to be paused on restore'),
  },
  async run(shell, args) {
    const flags = stateFlags(args);
    const file = args.needed('file');
    const hypervisor = await shell.hypervisor();
    await editDocument(shell, {
      what: `State file ${file}`,
      notChanged: `Saved image ${file} XML configuration not changed.\n`,
      read: () => hypervisor.domainSaveImageGetXMLDesc(file, ImageXml.VIR_DOMAIN_SAVE_IMAGE_XML_SECURE),
      async define(xml) {
        await attempt(hypervisor.domainSaveImageDefineXML(file, xml, flags), `Failed to update ${file}`);
        return `State file ${file} edited.\n`;
      },
    });
  },
});

const managedsaveEdit = command({
  name: 'managedsave-edit',
  summary: "edit XML for a domain's managed save state file",
  description: 'Edit the domain XML associated with the managed save state file',
  options: {
    domain: domainOption,
    running: flag('set domain to be running on start'),
    paused: flag('set domain to be paused on start'),
  },
  async run(shell, args) {
    const flags = stateFlags(args);
    const domain = await findDomain(shell, args);
    const hypervisor = await shell.hypervisor();
    await editDocument(shell, {
      what: `Managed save image of domain '${domain.name}'`,
      read: () => hypervisor.domainManagedSaveGetXMLDesc(domain, ImageXml.VIR_DOMAIN_SAVE_IMAGE_XML_SECURE),
      async define(xml) {
        await attempt(hypervisor.domainManagedSaveDefineXML(domain, xml, flags), `Failed to update ${domain.name} XML configuration`);
        return `Managed save image of Domain '${domain.name}' XML configuration edited.\n`;
      },
    });
  },
});

export const commands: readonly AnyCommand[] = [edit, saveImageEdit, managedsaveEdit];
