import type { DomainRef, UserFamilies } from '@virtweave/core-api';
import {
  DomainDestroyFlagsValues as Destroy,
  DomainRebootFlagValues as Reboot,
  DomainShutdownFlagValues as Shutdown,
} from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { attempt, CommandError, inOlderForm } from '../../errors.ts';
import { flagsOf } from '../../flags.ts';
import type { AnyArgs } from '../../grammar/args.ts';
import { flag, text, type Options } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { domainOption, loose } from './options.ts';

/** What differs among the commands that tell a guest to go, stop or go on. */
interface Power {
  readonly name: string;
  readonly summary: string;
  readonly description: string;
  readonly options?: Options;
  /** Looked at before the domain is. */
  flags?(args: AnyArgs): number;
  call(hypervisor: UserFamilies['hypervisor'], domain: DomainRef, flags: number): Promise<void>;
  /** What virsh calls when there are no flags. */
  readonly older?: string;
  /** Behind the domain's name: `is being shutdown`. */
  readonly done: string;
}

function powerCommand({ name, summary, description, options, flags, call, older, done }: Power): AnyCommand {
  return command({
    name,
    summary,
    description,
    options: { domain: domainOption, ...options },
    async run(shell, args: AnyArgs) {
      const given = flags?.(args) ?? 0;
      const domain = await findDomain(shell, args);
      const written = args.needed('domain');
      const called = inOlderForm(given === 0 ? older : undefined, call(await shell.hypervisor(), domain, given));
      await attempt(called, `Failed to ${name} domain '${written}'`);
      shell.extra(`Domain '${written}' ${done}\n`);
    },
  });
}

const modeOption = { mode: text('shutdown mode: acpi|agent|initctl|signal|paravirt', { ...loose, complete: 'shutdown-mode' }) };

/** Flags of `--mode acpi,agent`. @param last how the message joins the last of the modes */
const modeFlags = (table: Readonly<Record<string, number>>, last: string) => (args: AnyArgs): number => {
  const written = args.text('mode');
  if (written === undefined) return 0;
  return written.split(',').reduce((flags, mode) => {
    if (!Object.hasOwn(table, mode)) {
      throw new CommandError(`Unknown mode ${mode} value, expecting 'acpi', 'agent', 'initctl', 'signal'${last} 'paravirt'`);
    }
    return flags | (table[mode] as number);
  }, 0);
};

export const commands: readonly AnyCommand[] = [
  powerCommand({
    name: 'shutdown',
    summary: 'gracefully shutdown a domain',
    description: 'Run shutdown in the target domain.',
    options: modeOption,
    flags: modeFlags(
      {
        acpi: Shutdown.VIR_DOMAIN_SHUTDOWN_ACPI_POWER_BTN,
        agent: Shutdown.VIR_DOMAIN_SHUTDOWN_GUEST_AGENT,
        initctl: Shutdown.VIR_DOMAIN_SHUTDOWN_INITCTL,
        signal: Shutdown.VIR_DOMAIN_SHUTDOWN_SIGNAL,
        paravirt: Shutdown.VIR_DOMAIN_SHUTDOWN_PARAVIRT,
      },
      ', or',
    ),
    call: (hypervisor, domain, flags) => hypervisor.domainShutdownFlags(domain, flags),
    older: 'virDomainShutdown',
    done: 'is being shutdown',
  }),
  powerCommand({
    name: 'reboot',
    summary: 'reboot a domain',
    description: 'Run a reboot command in the target domain.',
    options: modeOption,
    flags: modeFlags(
      {
        acpi: Reboot.VIR_DOMAIN_REBOOT_ACPI_POWER_BTN,
        agent: Reboot.VIR_DOMAIN_REBOOT_GUEST_AGENT,
        initctl: Reboot.VIR_DOMAIN_REBOOT_INITCTL,
        signal: Reboot.VIR_DOMAIN_REBOOT_SIGNAL,
        paravirt: Reboot.VIR_DOMAIN_REBOOT_PARAVIRT,
      },
      ' or',
    ),
    call: (hypervisor, domain, flags) => hypervisor.domainReboot(domain, flags),
    done: 'is being rebooted',
  }),
  powerCommand({
    name: 'reset',
    summary: 'reset a domain',
    description: 'Reset the target domain as if by power button',
    call: (hypervisor, domain) => hypervisor.domainReset(domain, 0),
    done: 'was reset',
  }),
  powerCommand({
    name: 'destroy',
    summary: 'destroy (stop) a domain',
    description: 'Forcefully stop a given domain, but leave its resources intact.',
    options: { graceful: flag('terminate gracefully'), 'remove-logs': flag('remove domain logs') },
    flags: (args) =>
      flagsOf(args, {
        graceful: Destroy.VIR_DOMAIN_DESTROY_GRACEFUL,
        'remove-logs': Destroy.VIR_DOMAIN_DESTROY_REMOVE_LOGS,
      }),
    call: (hypervisor, domain, flags) => hypervisor.domainDestroyFlags(domain, flags),
    older: 'virDomainDestroy',
    done: 'destroyed',
  }),
  powerCommand({
    name: 'suspend',
    summary: 'suspend a domain',
    description: 'Suspend a running domain.',
    call: (hypervisor, domain) => hypervisor.domainSuspend(domain),
    done: 'suspended',
  }),
  powerCommand({
    name: 'resume',
    summary: 'resume a domain',
    description: 'Resume a previously suspended domain.',
    call: (hypervisor, domain) => hypervisor.domainResume(domain),
    done: 'resumed',
  }),
];
