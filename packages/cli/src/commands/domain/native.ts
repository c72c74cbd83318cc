import {
  DomainQemuAgentCommandTimeoutValues as Timeout,
  DomainQemuMonitorCommandFlags as Monitor,
} from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { attempt, CommandError } from '../../errors.ts';
import { passedFiles, readDocument } from '../../files.ts';
import { exclusive, flagsOf } from '../../flags.ts';
import { flag, needed, number, rest, text } from '../../grammar/option.ts';
import { pretty } from '../../json.ts';
import { findDomain } from '../../objects/domain.ts';
import { domainOption, loose } from './options.ts';

const toNative = command({
  name: 'domxml-to-native',
  summary: 'Convert domain XML to native config',
  description: 'Convert domain XML config to a native guest configuration format.',
  options: {
    format: text('target config data type format', needed),
    domain: text('domain name, id or uuid', { complete: 'domain' }),
    xml: text('xml data file to export from', { ...loose, complete: 'file' }),
  },
  async run(shell, args) {
    exclusive(args, 'domain', 'xml');
    const path = args.text('xml');
    if (path === undefined && !args.has('domain')) throw new CommandError('need either domain or domain XML');
    const hypervisor = await shell.hypervisor();
    const xml = path === undefined ? await hypervisor.domainGetXMLDesc(await findDomain(shell, args), 0) : await readDocument(path);
    shell.print(await hypervisor.connectDomainXMLToNative(args.needed('format'), xml, 0));
  },
});

const fromNative = command({
  name: 'domxml-from-native',
  summary: 'Convert native config to domain XML',
  description: 'Convert native guest configuration format to domain XML format.',
  options: {
    format: text('source config data format', needed),
    config: text('config data file to import from', { ...needed, complete: 'file' }),
  },
  async run(shell, args) {
    const config = await readDocument(args.needed('config'));
    shell.print(await (await shell.hypervisor()).connectDomainXMLFromNative(args.needed('format'), config, 0));
  },
});

const monitorCommand = command({
  name: 'qemu-monitor-command',
  summary: 'QEMU Monitor Command',
  description: 'QEMU Monitor Command',
  options: {
    domain: domainOption,
    hmp: flag('command is in human monitor protocol'),
    pretty: flag('pretty-print any qemu monitor protocol output'),
    'return-value': flag("extract the value of the 'return' key from the returned string"),
    'pass-fds': text('pass file descriptors N,M,... along with the command'),
    cmd: rest('command', needed),
  },
  async run(shell, args) {
    exclusive(args, 'hmp', 'pretty');
    exclusive(args, 'hmp', 'return-value');
    const domain = await findDomain(shell, args);
    const flags = flagsOf(args, { hmp: Monitor.VIR_DOMAIN_QEMU_MONITOR_COMMAND_HMP });
    const words = args.rest('cmd').join(' ');
    const files = passedFiles(args);
    const hypervisor = await shell.hypervisor();
    const answer =
      files.length > 0
        ? (await hypervisor.domainQemuMonitorCommandWithFiles(domain, words, files, flags)).result
        : await hypervisor.domainQemuMonitorCommand(domain, words, flags);
    if (!args.flag('pretty') && !args.flag('return-value')) return shell.line(answer);
    const shown = args.flag('return-value') ? returned(answer) : answer;
    shell.print(args.flag('pretty') ? pretty(shown) : shown);
  },
});

/** What stands behind `"return":`. @throws CommandError for the answer of a command that failed */
function returned(answer: string): string {
  const { return: value } = JSON.parse(answer) as { return?: unknown };
  if (value === undefined) throw new CommandError("'return' member missing");
  return JSON.stringify(value);
}

const qemuAttach = command({
  name: 'qemu-attach',
  summary: 'QEMU Attach',
  description: 'QEMU Attach',
  options: { pid: text('pid', needed) },
  async run(shell, args) {
    const pid = args.uint('pid') ?? 0;
    const domain = await attempt((await shell.hypervisor()).domainQemuAttach(pid, 0), `Failed to attach to pid ${pid}`);
    shell.extra(`Domain '${domain.name}' attached to pid ${pid}\n`);
  },
});

const agentCommand = command({
  name: 'qemu-agent-command',
  summary: 'QEMU Guest Agent Command',
  description: 'Run an arbitrary qemu guest agent command; use at your own risk',
  options: {
    domain: domainOption,
    timeout: number('timeout seconds. must be positive.'),
    async: flag('execute command without waiting for timeout'),
    block: flag('execute command without timeout'),
    pretty: flag('pretty-print the output'),
    cmd: rest('command', needed),
  },
  async run(shell, args) {
    exclusive(args, 'timeout', 'async');
    exclusive(args, 'timeout', 'block');
    exclusive(args, 'async', 'block');
    const domain = await findDomain(shell, args);
    const given = args.int('timeout');
    if (given !== undefined && given < 1) throw new CommandError('timeout must be positive');
    const waiting = args.flag('block')
      ? Timeout.VIR_DOMAIN_QEMU_AGENT_COMMAND_BLOCK
      : args.flag('async')
        ? Timeout.VIR_DOMAIN_QEMU_AGENT_COMMAND_NOWAIT
        : Timeout.VIR_DOMAIN_QEMU_AGENT_COMMAND_DEFAULT;
    const hypervisor = await shell.hypervisor();
    const answer = await hypervisor.domainQemuAgentCommand(domain, args.rest('cmd').join(' '), given ?? waiting, 0);
    if (answer !== undefined) shell.line(args.flag('pretty') ? pretty(answer) : answer);
  },
});

export const commands: readonly AnyCommand[] = [toNative, fromNative, monitorCommand, agentCommand, qemuAttach];
