import { DomainXMLFlags as Xml } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { dumpDocument, xpathOptions } from '../../dump-document.ts';
import { flagsOf } from '../../flags.ts';
import { flag, needed, text } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { domainOption } from './options.ts';

const domid = command({
  name: 'domid',
  summary: 'convert a domain name or UUID to domain id',
  options: { domain: text('domain name or uuid', { ...needed, complete: 'domain' }) },
  async run(shell, args) {
    const { id } = await findDomain(shell, args, ['uuid', 'name']);
    shell.line(id === -1 ? '-' : String(id));
  },
});

const domname = command({
  name: 'domname',
  summary: 'convert a domain id or UUID to domain name',
  options: { domain: text('domain id or uuid', { ...needed, complete: 'domain-uuid' }) },
  async run(shell, args) {
    shell.line((await findDomain(shell, args, ['id', 'uuid'])).name);
  },
});

const domuuid = command({
  name: 'domuuid',
  summary: 'convert a domain name or id to domain UUID',
  options: { domain: text('domain id or name', { ...needed, complete: 'domain' }) },
  async run(shell, args) {
    shell.line((await findDomain(shell, args, ['id', 'name'])).uuid);
  },
});

const dumpxml = command({
  name: 'dumpxml',
  summary: 'domain information in XML',
  description: 'Output the domain information as an XML dump to stdout.',
  options: {
    domain: domainOption,
    inactive: flag('show inactive defined XML'),
    'security-info': flag('include security sensitive information in XML dump'),
    'update-cpu': flag('update guest CPU according to host CPU'),
    migratable: flag('provide XML suitable for migrations'),
    ...xpathOptions,
  },
  async run(shell, args) {
    const flags = flagsOf(args, {
      inactive: Xml.VIR_DOMAIN_XML_INACTIVE,
      'security-info': Xml.VIR_DOMAIN_XML_SECURE,
      'update-cpu': Xml.VIR_DOMAIN_XML_UPDATE_CPU,
      migratable: Xml.VIR_DOMAIN_XML_MIGRATABLE,
    });
    const domain = await findDomain(shell, args);
    await dumpDocument(shell, args, await (await shell.hypervisor()).domainGetXMLDesc(domain, flags));
  },
});

export const commands: readonly AnyCommand[] = [domid, domname, domuuid, dumpxml];
