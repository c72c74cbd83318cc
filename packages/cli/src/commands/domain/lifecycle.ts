import {
  DomainCreateFlags as Create,
  DomainDefineFlags as Define,
  DomainDestroyFlagsValues as Destroy,
  DomainRebootFlagValues as Reboot,
  DomainShutdownFlagValues as Shutdown,
  DomainUndefineFlagsValues as Undefine,
} from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { attempt, CommandError } from '../../errors.ts';
import { readDocument } from '../../files.ts';
import { flagsOf } from '../../flags.ts';
import { flag, needed, text } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { domainOption, loose } from './options.ts';

const file = text('file containing an XML domain description', { ...needed, complete: 'file' });

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
    const domain = await attempt(hypervisor.domainDefineXMLFlags(xml, flags), `Failed to define domain from ${path}`);
    shell.extra(`Domain '${domain.name}' defined from ${path}\n`);
  },
});

const create = command({
  name: 'create',
  summary: 'create a domain from an XML file',
  description: 'Create a domain.',
  options: {
    file,
    paused: flag('leave the guest paused after creation'),
    autodestroy: flag('automatically destroy the guest when virtweave disconnects'),
    validate: flag('validate the XML against the schema'),
    'reset-nvram': flag('re-initialize NVRAM from its pristine template'),
  },
  async run(shell, args) {
    const path = args.needed('file');
    const xml = await readDocument(path);
    const flags = flagsOf(args, { ...startFlags, validate: Create.VIR_DOMAIN_START_VALIDATE });
    const hypervisor = await shell.hypervisor();
    const domain = await attempt(hypervisor.domainCreateXML(xml, flags), `Failed to create domain from ${path}`);
    shell.extra(`Domain '${domain.name}' created from ${path}\n`);
  },
});

const startFlags = {
  paused: Create.VIR_DOMAIN_START_PAUSED,
  autodestroy: Create.VIR_DOMAIN_START_AUTODESTROY,
  'reset-nvram': Create.VIR_DOMAIN_START_RESET_NVRAM,
};

const start = command({
  name: 'start',
  summary: 'start a (previously defined) inactive domain',
  description: 'Start a domain, either from the last managedsave\nstate, or via a fresh boot if no managedsave state\nis present.',
  options: {
    domain: text('name of the inactive domain', { ...needed, complete: 'domain' }),
    paused: flag('leave the guest paused after creation'),
    autodestroy: flag('automatically destroy the guest when virtweave disconnects'),
    'bypass-cache': flag('avoid file system cache when loading'),
    'force-boot': flag('force fresh boot by discarding any managed save'),
    'reset-nvram': flag('re-initialize NVRAM from its pristine template'),
  },
  async run(shell, args) {
    const domain = await findDomain(shell, args, ['uuid', 'name']);
    if (domain.id !== -1) throw new CommandError('Domain is already active');
    const flags = flagsOf(args, {
      ...startFlags,
      'bypass-cache': Create.VIR_DOMAIN_START_BYPASS_CACHE,
      'force-boot': Create.VIR_DOMAIN_START_FORCE_BOOT,
    });
    const hypervisor = await shell.hypervisor();
    await attempt(hypervisor.domainCreateWithFlags(domain, flags), `Failed to start domain '${domain.name}'`);
    shell.extra(`Domain '${domain.name}' started\n`);
  },
});

const modes = text('shutdown mode: acpi|agent|initctl|signal|paravirt', { ...loose, complete: 'shutdown-mode' });

function modeFlags(written: string | undefined, table: Readonly<Record<string, number>>): number {
  return (written ?? '').split(',').reduce((flags, mode) => {
    if (mode === '') return flags;
    if (!Object.hasOwn(table, mode)) {
      throw new CommandError(`Unknown mode ${mode} value, expecting 'acpi', 'agent', 'initctl', 'signal', or 'paravirt'`);
    }
    return flags | (table[mode] as number);
  }, 0);
}

const shutdown = command({
  name: 'shutdown',
  summary: 'gracefully shutdown a domain',
  description: 'Run shutdown in the target domain.',
  options: { domain: domainOption, mode: modes },
  async run(shell, args) {
    const flags = modeFlags(args.text('mode'), {
      acpi: Shutdown.VIR_DOMAIN_SHUTDOWN_ACPI_POWER_BTN,
      agent: Shutdown.VIR_DOMAIN_SHUTDOWN_GUEST_AGENT,
      initctl: Shutdown.VIR_DOMAIN_SHUTDOWN_INITCTL,
      signal: Shutdown.VIR_DOMAIN_SHUTDOWN_SIGNAL,
      paravirt: Shutdown.VIR_DOMAIN_SHUTDOWN_PARAVIRT,
    });
    const domain = await findDomain(shell, args);
    const hypervisor = await shell.hypervisor();
    await attempt(hypervisor.domainShutdownFlags(domain, flags), `Failed to shutdown domain '${args.needed('domain')}'`);
    shell.extra(`Domain '${args.needed('domain')}' is being shutdown\n`);
  },
});

const reboot = command({
  name: 'reboot',
  summary: 'reboot a domain',
  description: 'Run a reboot command in the target domain.',
  options: { domain: domainOption, mode: modes },
  async run(shell, args) {
    const flags = modeFlags(args.text('mode'), {
      acpi: Reboot.VIR_DOMAIN_REBOOT_ACPI_POWER_BTN,
      agent: Reboot.VIR_DOMAIN_REBOOT_GUEST_AGENT,
      initctl: Reboot.VIR_DOMAIN_REBOOT_INITCTL,
      signal: Reboot.VIR_DOMAIN_REBOOT_SIGNAL,
      paravirt: Reboot.VIR_DOMAIN_REBOOT_PARAVIRT,
    });
    const domain = await findDomain(shell, args);
    const hypervisor = await shell.hypervisor();
    await attempt(hypervisor.domainReboot(domain, flags), `Failed to reboot domain '${args.needed('domain')}'`);
    shell.extra(`Domain '${args.needed('domain')}' is being rebooted\n`);
  },
});

const destroy = command({
  name: 'destroy',
  summary: 'destroy (stop) a domain',
  description: 'Forcefully stop a given domain, but leave its resources intact.',
  options: {
    domain: domainOption,
    graceful: flag('terminate gracefully'),
    'remove-logs': flag('remove domain logs'),
  },
  async run(shell, args) {
    const flags = flagsOf(args, {
      graceful: Destroy.VIR_DOMAIN_DESTROY_GRACEFUL,
      'remove-logs': Destroy.VIR_DOMAIN_DESTROY_REMOVE_LOGS,
    });
    const domain = await findDomain(shell, args);
    const hypervisor = await shell.hypervisor();
    await attempt(hypervisor.domainDestroyFlags(domain, flags), `Failed to destroy domain '${args.needed('domain')}'`);
    shell.extra(`Domain '${args.needed('domain')}' destroyed\n`);
  },
});

const reset = command({
  name: 'reset',
  summary: 'reset a domain',
  description: 'Reset the target domain as if by power button',
  options: { domain: domainOption },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const hypervisor = await shell.hypervisor();
    await attempt(hypervisor.domainReset(domain, 0), `Failed to reset domain '${args.needed('domain')}'`);
    shell.extra(`Domain '${args.needed('domain')}' was reset\n`);
  },
});

const suspend = command({
  name: 'suspend',
  summary: 'suspend a domain',
  description: 'Suspend a running domain.',
  options: { domain: domainOption },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const hypervisor = await shell.hypervisor();
    await attempt(hypervisor.domainSuspend(domain), `Failed to suspend domain '${args.needed('domain')}'`);
    shell.extra(`Domain '${args.needed('domain')}' suspended\n`);
  },
});

const resume = command({
  name: 'resume',
  summary: 'resume a domain',
  description: 'Resume a previously suspended domain.',
  options: { domain: domainOption },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const hypervisor = await shell.hypervisor();
    await attempt(hypervisor.domainResume(domain), `Failed to resume domain '${args.needed('domain')}'`);
    shell.extra(`Domain '${args.needed('domain')}' resumed\n`);
  },
});

const undefine = command({
  name: 'undefine',
  summary: 'undefine a domain',
  description: 'Undefine an inactive domain, or convert persistent to transient.',
  options: {
    domain: domainOption,
    'managed-save': flag('remove domain managed state file'),
    'snapshots-metadata': flag('remove all domain snapshot metadata (vm must be inactive)'),
    'checkpoints-metadata': flag('remove all domain checkpoint metadata (vm must be inactive)'),
    nvram: flag('remove nvram file'),
    'keep-nvram': flag('keep nvram file'),
    tpm: flag('remove TPM state'),
    'keep-tpm': flag('keep TPM state'),
  },
  async run(shell, args) {
    const flags = flagsOf(args, {
      'managed-save': Undefine.VIR_DOMAIN_UNDEFINE_MANAGED_SAVE,
      'snapshots-metadata': Undefine.VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA,
      'checkpoints-metadata': Undefine.VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA,
      nvram: Undefine.VIR_DOMAIN_UNDEFINE_NVRAM,
      'keep-nvram': Undefine.VIR_DOMAIN_UNDEFINE_KEEP_NVRAM,
      tpm: Undefine.VIR_DOMAIN_UNDEFINE_TPM,
      'keep-tpm': Undefine.VIR_DOMAIN_UNDEFINE_KEEP_TPM,
    });
    const domain = await findDomain(shell, args);
    const hypervisor = await shell.hypervisor();
    await attempt(hypervisor.domainUndefineFlags(domain, flags), `Failed to undefine domain '${args.needed('domain')}'`);
    shell.extra(`Domain '${args.needed('domain')}' has been undefined\n`);
  },
});

export const commands: readonly AnyCommand[] = [create, define, start, shutdown, reboot, reset, destroy, suspend, resume, undefine];
