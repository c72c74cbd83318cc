import { DomainMetadataType as Kind } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { attempt, CommandError } from '../../errors.ts';
import { exclusive, impactOf } from '../../flags.ts';
import { flag, needed, optional, rest, text } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { ifThere } from '../../objects/find.ts';
import { domainOption, loose } from './options.ts';

const autostart = command({
  name: 'autostart',
  summary: 'autostart a domain',
  description: 'Configure a domain to be automatically started at boot.',
  options: { domain: domainOption, disable: flag('disable autostarting') },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const name = args.needed('domain');
    const on = !args.flag('disable');
    const word = on ? 'mark' : 'unmark';
    const hypervisor = await shell.hypervisor();
    await attempt(hypervisor.domainSetAutostart(domain, on), `Failed to ${word} domain '${name}' as autostarted`);
    shell.extra(`Domain '${name}' ${word}ed as autostarted\n`);
  },
});

const domrename = command({
  name: 'domrename',
  summary: 'rename a domain',
  description: 'Rename an inactive domain.',
  options: { domain: text('domain name or uuid', { ...needed, complete: 'domain' }), 'new-name': text('new domain name', needed) },
  async run(shell, args) {
    const domain = await findDomain(shell, args, ['uuid', 'name']);
    await (await shell.hypervisor()).domainRename(domain, args.needed('new-name'), 0);
    shell.extra('Domain successfully renamed\n');
  },
});

/** Which description or metadata: of the guest as it runs, or of its definition. */
const sides = {
  live: flag('modify/get running state'),
  config: flag('modify/get persistent configuration'),
  current: flag('modify/get current state configuration'),
};

const desc = command({
  name: 'desc',
  summary: "show or set domain's description or title",
  description: 'Allows setting or modifying the description or title of a domain.',
  options: {
    domain: domainOption,
    ...sides,
    title: flag('modify/get the title instead of description'),
    edit: flag('open an editor to modify the description'),
    'new-desc': rest('message', optional),
  },
  async run(shell, args) {
    const impact = impactOf(args);
    const domain = await findDomain(shell, args);
    const what = args.flag('title') ? 'title' : 'description';
    const kind = args.flag('title') ? Kind.VIR_DOMAIN_METADATA_TITLE : Kind.VIR_DOMAIN_METADATA_DESCRIPTION;
    const hypervisor = await shell.hypervisor();
    const read = (): Promise<string | undefined> =>
      ifThere(hypervisor.domainGetMetadata(domain, kind, undefined, impact), 'VIR_ERR_NO_DOMAIN_METADATA');
    if (args.has('new-desc') || args.flag('edit')) {
      const given = args.has('new-desc') ? args.rest('new-desc').join(' ') : ((await read()) ?? '');
      const message = args.flag('edit') ? await edited(given, args.flag('title')) : given;
      if (args.flag('edit') && message === given) return shell.extra(`Domain ${what} not changed\n`);
      await attempt(
        hypervisor.domainSetMetadata(domain, kind, message, undefined, undefined, impact),
        `Failed to set new domain ${what}`,
      );
      shell.extra(`Domain ${what} updated successfully`);
      return;
    }
    const current = await read();
    if (current) shell.print(current);
    else shell.extra(`No ${what} for domain: ${domain.name}`);
  },
});

/** A title has one line: the end of it, which editors like to add, is no part of it. */
async function edited(text: string, title: boolean): Promise<string> {
  const { editedText } = await import('../../edit-document.ts');
  const found = await editedText(text, '.txt');
  return title ? found.replace(/\n$/, '') : found;
}

const metadata = command({
  name: 'metadata',
  summary: "show or set domain's custom XML metadata",
  description: 'Shows or modifies the XML metadata of a domain.',
  options: {
    domain: domainOption,
    uri: text('URI of the namespace', needed),
    ...sides,
    edit: flag('use an editor to change the metadata'),
    key: text('key to be used as a namespace identifier', loose),
    set: text('new metadata to set', loose),
    remove: flag('remove the metadata corresponding to an uri'),
  },
  async run(shell, args) {
    const impact = impactOf(args);
    exclusive(args, 'edit', 'set');
    exclusive(args, 'remove', 'set');
    exclusive(args, 'remove', 'edit');
    const domain = await findDomain(shell, args);
    const kind = Kind.VIR_DOMAIN_METADATA_ELEMENT;
    const uri = args.needed('uri');
    const [set, key] = [args.text('set'), args.text('key')];
    if ((set !== undefined || args.flag('edit')) && key === undefined) {
      throw new CommandError('namespace key is required when modifying metadata');
    }
    const hypervisor = await shell.hypervisor();
    if (args.flag('edit')) {
      const { editDocument } = await import('../../edit-document.ts');
      const read = async (): Promise<string> =>
        (await ifThere(hypervisor.domainGetMetadata(domain, kind, uri, impact), 'VIR_ERR_NO_DOMAIN_METADATA')) ?? '\n';
      await editDocument(shell, {
        what: 'Metadata',
        notChanged: 'Metadata not changed',
        read,
        async define(document) {
          await hypervisor.domainSetMetadata(domain, kind, document, key, uri, impact);
          return 'Metadata modified\n';
        },
      });
      return;
    }
    if (set === undefined && !args.flag('remove')) {
      shell.line(await hypervisor.domainGetMetadata(domain, kind, uri, impact));
      return;
    }
    await hypervisor.domainSetMetadata(domain, kind, set, key, uri, impact);
    shell.extra(`Metadata ${set === undefined ? 'removed' : 'modified'}\n`);
  },
});

export const commands: readonly AnyCommand[] = [autostart, domrename, desc, metadata];
