import {
  DomainQemuAgentCommandTimeoutValues as Timeout,
  DomainQemuMonitorCommandFlags as Monitor,
} from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { CommandError } from '../../errors.ts';
import { readDocument } from '../../files.ts';
import { exclusive, flagsOf } from '../../flags.ts';
import { flag, needed, number, rest, text } from '../../grammar/option.ts';
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

/** What is JSON, with indentation; anything else as it is. */
function pretty(answer: string): string {
  try {
    return JSON.stringify(JSON.parse(answer), undefined, 2);
  } catch {
    return answer; // of the monitor for people
  }
}

const monitorCommand = command({
  name: 'qemu-monitor-command',
  summary: 'QEMU Monitor Command',
  description: 'QEMU Monitor Command',
  options: {
    domain: domainOption,
    hmp: flag('command is in human monitor protocol'),
    pretty: flag('pretty-print any qemu monitor protocol output'),
    cmd: rest('command', needed),
  },
  async run(shell, args) {
    exclusive(args, 'hmp', 'pretty');
    const domain = await findDomain(shell, args);
    const flags = flagsOf(args, { hmp: Monitor.VIR_DOMAIN_QEMU_MONITOR_COMMAND_HMP });
    const answer = await (await shell.hypervisor()).domainQemuMonitorCommand(domain, args.rest('cmd').join(' '), flags);
    shell.line(args.flag('pretty') ? pretty(answer) : answer);
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

export const commands: readonly AnyCommand[] = [toNative, fromNative, monitorCommand, agentCommand];
