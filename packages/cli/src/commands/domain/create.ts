import type { DomainRef } from '@virtweave/core-api';
import { DomainCreateFlags as Create, DomainDefineFlags as Define } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { attempt, CommandError, inOlderForm } from '../../errors.ts';
import { passedFiles, readDocument } from '../../files.ts';
import { flagsOf } from '../../flags.ts';
import type { AnyArgs } from '../../grammar/args.ts';
import { flag, needed, text } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import type { Shell } from '../../shell.ts';
import { loose } from './options.ts';

const file = text('file containing an XML domain description', { ...needed, complete: 'file' });
const console = flag('attach to console after creation');
const paused = flag('leave the guest paused after creation');
const autodestroy = flag('automatically destroy the guest when virtweave disconnects');
const passFds = text('pass file descriptors N,M,... to the guest', loose);
const resetNvram = flag('re-initialize NVRAM from its pristine template');

const startFlags = {
  paused: Create.VIR_DOMAIN_START_PAUSED,
  autodestroy: Create.VIR_DOMAIN_START_AUTODESTROY,
  'reset-nvram': Create.VIR_DOMAIN_START_RESET_NVRAM,
};

const define = command({
  name: 'define',
  summary: "define (but don't start) a domain from an XML file",
  description: 'Define a domain.',
  options: { file, validate: flag('validate the XML against the schema') },
  async run(shell, args) {
    const path = args.needed('file');
    const xml = await readDocument(path);
    const flags = flagsOf(args, { validate: Define.VIR_DOMAIN_DEFINE_VALIDATE });
    const hypervisor = await shell.hypervisor();
    const call = inOlderForm(flags === 0 ? 'virDomainDefineXML' : undefined, hypervisor.domainDefineXMLFlags(xml, flags));
    const domain = await attempt(call, `Failed to define domain from ${path}`);
    shell.extra(`Domain '${domain.name}' defined from ${path}\n`);
  },
});

const create = command({
  name: 'create',
  summary: 'create a domain from an XML file',
  description: 'Create a domain.',
  options: {
    file,
    console,
    paused,
    autodestroy,
    'pass-fds': passFds,
    validate: flag('validate the XML against the schema'),
    'reset-nvram': resetNvram,
  },
  async run(shell, args) {
    const path = args.needed('file');
    const xml = await readDocument(path);
    const flags = flagsOf(args, { ...startFlags, validate: Create.VIR_DOMAIN_START_VALIDATE });
    const files = passedFiles(args);
    const hypervisor = await shell.hypervisor();
    const call = files.length > 0 ? hypervisor.domainCreateXMLWithFiles(xml, files, flags) : hypervisor.domainCreateXML(xml, flags);
    const domain = await attempt(call, `Failed to create domain from ${path}`);
    shell.extra(`Domain '${domain.name}' created from ${path}\n`);
    // The guest is there, whatever becomes of the console.
    await attach(shell, args, domain).catch((error: unknown) => shell.report(error));
  },
});

const start = command({
  name: 'start',
  summary: 'start a (previously defined) inactive domain',
  description: 'Start a domain, either from the last managedsave\nstate, or via a fresh boot if no managedsave state\nis present.',
  options: {
    domain: text('name of the inactive domain', { ...needed, complete: 'domain' }),
    console,
    paused,
    autodestroy,
    'bypass-cache': flag('avoid file system cache when loading'),
    'force-boot': flag('force fresh boot by discarding any managed save'),
    'pass-fds': passFds,
    'reset-nvram': resetNvram,
  },
  async run(shell, args) {
    const domain = await findDomain(shell, args, ['uuid', 'name']);
    if (domain.id !== -1) throw new CommandError('Domain is already active');
    const flags = flagsOf(args, {
      ...startFlags,
      'bypass-cache': Create.VIR_DOMAIN_START_BYPASS_CACHE,
      'force-boot': Create.VIR_DOMAIN_START_FORCE_BOOT,
    });
    const files = passedFiles(args);
    const hypervisor = await shell.hypervisor();
    const call = files.length > 0 ? hypervisor.domainCreateWithFiles(domain, files, flags) : hypervisor.domainCreateWithFlags(domain, flags);
    await attempt(call, `Failed to start domain '${domain.name}'`);
    shell.extra(`Domain '${domain.name}' started\n`);
    await attach(shell, args, domain);
  },
});

async function attach(shell: Shell, args: AnyArgs, domain: DomainRef): Promise<void> {
  if (!args.flag('console')) return;
  const { talkToConsole } = await import('./console.ts');
  await talkToConsole(shell, domain);
}

export const commands: readonly AnyCommand[] = [define, create, start];
