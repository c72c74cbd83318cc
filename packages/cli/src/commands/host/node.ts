import { setTimeout as sleep } from 'node:timers/promises';
import { command, type AnyCommand } from '../../command.ts';
import { attempt, CommandError } from '../../errors.ts';
import { flag, text, number, needed } from '../../grammar/option.ts';
import { shownValue } from '../../typed-params.ts';

/** What of the processors' time is shown, in this order. */
const times = ['user', 'system', 'idle', 'iowait', 'intr'] as const;

const targets = ['mem', 'disk', 'hybrid'];

const nodecpumap = command({
  name: 'nodecpumap',
  summary: 'node cpu map',
  description: "Displays the node's total number of CPUs, the number of online CPUs and the list of online CPUs.",
  options: { pretty: flag('return human readable output') },
  async run(shell, args) {
    const hypervisor = await shell.hypervisor();
    const { cpus, online, cpumap } = await attempt(hypervisor.nodeGetCPUMap(0), 'Unable to get cpu map');
    const up = Array.from({ length: cpus }, (_, cpu) => (((cpumap[cpu >> 3] ?? 0) >> (cpu & 7)) & 1) === 1);
    shell.line(`${'CPUs present:'.padEnd(15)} ${cpus}`);
    shell.line(`${'CPUs online:'.padEnd(15)} ${online}`);
    const shown = args.flag('pretty') ? ranges(up) : up.map((each) => (each ? 'y' : '-')).join('');
    shell.line(`${'CPU map:'.padEnd(15)} ${shown}`);
  },
});

const nodecpustats = command({
  name: 'nodecpustats',
  summary: 'Prints cpu stats of the node.',
  description: 'Returns cpu stats of the node, in nanoseconds.',
  options: {
    cpu: number('prints specified cpu statistics only.', { positional: 'quietly' }),
    percent: flag('prints by percentage during 1 second.'),
  },
  async run(shell, args) {
    const cpu = args.int('cpu', { min: -1 }) ?? -1;
    const hypervisor = await shell.hypervisor();
    const read = async (): Promise<Map<string, bigint>> => {
      const stats = await attempt(hypervisor.nodeGetCPUStats(cpu, 0), 'Unable to get node cpu stats');
      return new Map(stats.map(({ field, value }) => [field === 'kernel' ? 'system' : field, value]));
    };
    const before = await read();
    const percent = (name: string, value: number): void =>
      shell.line(`${`${name}:`.padEnd(15)} ${(Number.isNaN(value) ? '-nan' : value.toFixed(1)).padStart(5)}%`);
    const utilization = before.get('utilization');
    if (utilization !== undefined) {
      percent('usage', Number(utilization));
      return;
    }
    if (!args.flag('percent')) {
      for (const name of times) {
        const value = before.get(name);
        if (value !== undefined) shell.line(`${`${name}:`.padEnd(15)} ${String(value).padStart(20)}`);
      }
      return;
    }
    await sleep(1000);
    const after = await read();
    const spent = new Map(times.filter((name) => after.has(name)).map((name) => [name, Number((after.get(name) ?? 0n) - (before.get(name) ?? 0n))]));
    const total = [...spent.values()].reduce((sum, each) => sum + each, 0);
    percent('usage', (((spent.get('user') ?? 0) + (spent.get('system') ?? 0)) / total) * 100);
    for (const [name, value] of spent) percent(name, (value / total) * 100);
  },
});

const nodesuspend = command({
  name: 'nodesuspend',
  summary: 'suspend the host node for a given time duration',
  description: 'Suspend the host node for a given time duration and attempt to resume thereafter.',
  options: {
    target: text('mem(Suspend-to-RAM), disk(Suspend-to-Disk), hybrid(Hybrid-Suspend)', needed),
    duration: number('Suspend duration in seconds, at least 60', needed),
  },
  async run(shell, args) {
    const target = targets.indexOf(args.needed('target'));
    if (target < 0) throw new CommandError('Invalid target');
    const duration = args.long('duration') ?? 0n;
    if (duration < 0n) throw new CommandError('Invalid duration');
    const hypervisor = await shell.hypervisor();
    await attempt(hypervisor.nodeSuspendForDuration(target, duration, 0), 'The host was not suspended');
  },
});

const nodesevinfo = command({
  name: 'nodesevinfo',
  summary: 'node SEV information',
  description: 'Returns basic SEV information about the node.',
  options: {},
  async run(shell) {
    const hypervisor = await shell.hypervisor();
    const params = await attempt(hypervisor.nodeGetSEVInfo(0), 'Unable to get host SEV information');
    for (const param of params) shell.line(`${param.name.padEnd(18)}: ${shownValue(param)}`);
  },
});

/** `0-2,4` */
function ranges(up: readonly boolean[]): string {
  const parts: string[] = [];
  for (let first = 0; first < up.length; first += 1) {
    if (!up[first]) continue;
    let last = first;
    while (up[last + 1]) last += 1;
    parts.push(first === last ? String(first) : `${first}-${last}`);
    first = last;
  }
  return parts.join(',');
}

export const commands: readonly AnyCommand[] = [nodecpumap, nodecpustats, nodesuspend, nodesevinfo];
