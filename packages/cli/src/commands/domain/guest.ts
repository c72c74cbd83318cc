import {
  DomainGetHostnameFlags as Hostname,
  DomainLifecycle as Event,
  DomainLifecycleAction as Action,
  DomainProcessSignal,
  DomainSetUserPasswordFlags as Password,
  KeycodeSet,
  NodeSuspendTarget as Suspend,
} from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { attempt, CommandError } from '../../errors.ts';
import { flagsOf, impactOf, impactOptions } from '../../flags.ts';
import { malformed } from '../../grammar/args.ts';
import { flag, needed, number, rest, text } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { keyNumber } from './key-names.ts';
import { domainOption, loose } from './options.ts';

/** The members of a group of constants, by the end of their names in lower case: `VIR_KEYCODE_SET_XT_KBD` is `xt_kbd`. */
const named = (constants: Readonly<Record<string, number>>, prefix: string): ReadonlyMap<string, number> =>
  new Map(Object.entries(constants).map(([name, value]) => [name.slice(prefix.length).toLowerCase(), value]));

const injectNmi = command({
  name: 'inject-nmi',
  summary: 'Inject NMI to the guest',
  description: 'Inject NMI to the guest domain.',
  options: { domain: domainOption },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    await (await shell.hypervisor()).domainInjectNMI(domain, 0);
  },
});

const sendKey = command({
  name: 'send-key',
  summary: 'Send keycodes to the guest',
  description: 'Send keycodes (integers or symbolic names) to the guest',
  options: {
    domain: domainOption,
    codeset: text('the codeset of keycodes, default:linux'),
    holdtime: number('the time (in milliseconds) how long the keys will be held'),
    keycode: rest('the key code', needed),
  },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const codeset = args.text('codeset') ?? 'linux';
    const holdtime = args.uint('holdtime') ?? 0;
    const set = named(KeycodeSet, 'VIR_KEYCODE_SET_').get(codeset);
    if (set === undefined || codeset === 'last') throw new CommandError(`unknown codeset: '${codeset}'`);
    const keys = args.rest('keycode').map((written) => {
      const key = keyNumber(codeset, written);
      if (key === undefined) throw new CommandError(`invalid keycode: '${written}'`);
      return key;
    });
    await (await shell.hypervisor()).domainSendKey(domain, set, holdtime, keys, 0);
  },
});

const sendProcessSignal = command({
  name: 'send-process-signal',
  summary: 'Send signals to processes',
  description: 'Send signals to processes in the guest',
  options: { domain: domainOption, pid: text('the process ID', needed), signame: text('the signal number or name', needed) },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const [pid, written] = [args.long('pid'), args.needed('signame')];
    if (pid === undefined) throw malformed('pid', args.needed('pid'));
    const short = written.toLowerCase().replace(/^sig(_)?/, '');
    const signals = named(DomainProcessSignal, 'VIR_DOMAIN_PROCESS_SIGNAL_');
    const signal = /^\d+$/.test(written) ? Number(written) : short === 'last' ? undefined : signals.get(short);
    if (signal === undefined) throw new CommandError(`malformed signal name: ${written}`);
    await (await shell.hypervisor()).domainSendProcessSignal(domain, pid, signal, 0);
  },
});

const setUserPassword = command({
  name: 'set-user-password',
  summary: 'set the user password inside the domain',
  description: 'changes the password of the specified user inside the domain',
  options: {
    domain: domainOption,
    user: text('the username', needed),
    password: text('the new password', needed),
    encrypted: flag('the password is already encrypted'),
  },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const user = args.needed('user');
    const flags = flagsOf(args, { encrypted: Password.VIR_DOMAIN_PASSWORD_ENCRYPTED });
    await (await shell.hypervisor()).domainSetUserPassword(domain, user, args.needed('password'), flags);
    shell.extra(`Password set successfully for ${user} in ${args.needed('domain')}`);
  },
});

const domhostname = command({
  name: 'domhostname',
  summary: "print the domain's hostname",
  options: { domain: domainOption, source: text("address source: 'lease' or 'agent'", loose) },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const source = args.text('source');
    const flags = source === undefined ? 0 : named(Hostname, 'VIR_DOMAIN_GET_HOSTNAME_').get(source);
    if (flags === undefined) throw new CommandError(`Unknown data source '${source}'`);
    shell.line(await attempt((await shell.hypervisor()).domainGetHostname(domain, flags), 'failed to get hostname'));
  },
});

const dompmsuspend = command({
  name: 'dompmsuspend',
  summary: 'suspend a domain gracefully using power management functions',
  description: "Suspends a running domain using guest OS's power management. (Note: This requires a guest agent configured and running in the guest OS).",
  options: {
    domain: domainOption,
    target: text('mem(Suspend-to-RAM), disk(Suspend-to-Disk), hybrid(Hybrid-Suspend)', needed),
    duration: number('duration in seconds'),
  },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const name = args.needed('domain');
    const duration = args.ulong('duration') ?? 0n;
    const written = args.needed('target');
    const target = written === 'last' ? undefined : named(Suspend, 'VIR_NODE_SUSPEND_TARGET_').get(written);
    if (target === undefined) throw new CommandError('Invalid target');
    const hypervisor = await shell.hypervisor();
    await attempt(hypervisor.domainPMSuspendForDuration(domain, target, duration, 0), `Domain '${name}' could not be suspended`);
    shell.extra(`Domain '${name}' successfully suspended`);
  },
});

const dompmwakeup = command({
  name: 'dompmwakeup',
  summary: 'wakeup a domain from pmsuspended state',
  description: 'Wakeup a domain that was previously suspended by power management.',
  options: { domain: domainOption },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const name = args.needed('domain');
    await attempt((await shell.hypervisor()).domainPMWakeup(domain, 0), `Domain '${name}' could not be woken up`);
    shell.extra(`Domain '${name}' successfully woken up`);
  },
});

const actions: Readonly<Record<string, number>> = {
  destroy: Action.VIR_DOMAIN_LIFECYCLE_ACTION_DESTROY,
  restart: Action.VIR_DOMAIN_LIFECYCLE_ACTION_RESTART,
  'rename-restart': Action.VIR_DOMAIN_LIFECYCLE_ACTION_RESTART_RENAME,
  preserve: Action.VIR_DOMAIN_LIFECYCLE_ACTION_PRESERVE,
  'coredump-destroy': Action.VIR_DOMAIN_LIFECYCLE_ACTION_COREDUMP_DESTROY,
  'coredump-restart': Action.VIR_DOMAIN_LIFECYCLE_ACTION_COREDUMP_RESTART,
};

const setLifecycleAction = command({
  name: 'set-lifecycle-action',
  summary: 'change lifecycle actions',
  description: 'Change lifecycle actions for the guest domain.',
  options: {
    domain: domainOption,
    type: text('lifecycle type to modify', needed),
    action: text('lifecycle action to set', needed),
    ...impactOptions,
  },
  async run(shell, args) {
    const impact = impactOf(args);
    const [type, action] = [args.needed('type'), args.needed('action')];
    const event = type === 'last' ? undefined : named(Event, 'VIR_DOMAIN_LIFECYCLE_').get(type);
    if (event === undefined) throw new CommandError(`Invalid lifecycle type '${type}'.`);
    if (!Object.hasOwn(actions, action)) throw new CommandError(`Invalid lifecycle action '${action}'.`);
    const domain = await findDomain(shell, args);
    await attempt(
      (await shell.hypervisor()).domainSetLifecycleAction(domain, event, actions[action] as number, impact),
      'Unable to change lifecycle action.',
    );
  },
});

export const commands: readonly AnyCommand[] = [
  injectNmi,
  sendKey,
  sendProcessSignal,
  setUserPassword,
  domhostname,
  dompmsuspend,
  dompmwakeup,
  setLifecycleAction,
];
