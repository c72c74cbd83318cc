import type { AnyCommand } from '../command.ts';

/** Some commands of a group, and where they are. */
interface Module {
  readonly names: readonly string[];
  load(): Promise<{ readonly commands: readonly AnyCommand[] }>;
}

/** Commands that `help` shows together. */
export interface Group {
  readonly keyword: string;
  readonly title: string;
  readonly modules: readonly Module[];
}

/**
 * Which module has which command, in the order of `help`. A module is loaded when one of its commands is used, so that a call
 * of the program costs no more than what it does.
 */
export const groups: readonly Group[] = [
  {
    keyword: 'domain',
    title: 'Domain Management',
    modules: [
      {
        names: ['create', 'define', 'start', 'shutdown', 'reboot', 'reset', 'destroy', 'suspend', 'resume', 'undefine'],
        load: () => import('./domain/lifecycle.ts'),
      },
      { names: ['domid', 'domname', 'domuuid', 'dumpxml'], load: () => import('./domain/identity.ts') },
      { names: ['autostart', 'desc', 'domrename', 'metadata'], load: () => import('./domain/naming.ts') },
      { names: ['setvcpus', 'setvcpu', 'guestvcpus', 'vcpucount', 'vcpuinfo'], load: () => import('./domain/vcpus.ts') },
      { names: ['vcpupin', 'emulatorpin', 'iothreadinfo', 'iothreadpin'], load: () => import('./domain/pinning.ts') },
      { names: ['iothreadadd', 'iothreaddel', 'iothreadset'], load: () => import('./domain/iothreads.ts') },
      { names: ['setmem', 'setmaxmem', 'memtune', 'numatune'], load: () => import('./domain/memory.ts') },
      { names: ['cpu-stats'], load: () => import('./domain/cpu-stats.ts') },
      { names: ['attach-disk'], load: () => import('./domain/attach-disk.ts') },
      { names: ['blkiotune', 'schedinfo'], load: () => import('./domain/tuning.ts') },
      { names: ['perf', 'domiftune', 'blkdeviotune'], load: () => import('./domain/device-tuning.ts') },
    ],
  },
  {
    keyword: 'monitor',
    title: 'Domain Monitoring',
    modules: [
      { names: ['dominfo', 'domstate', 'domcontrol'], load: () => import('./monitor/state.ts') },
      { names: ['domblklist', 'domblkinfo', 'domblkstat', 'domblkerror'], load: () => import('./monitor/blocks.ts') },
      { names: ['domiflist', 'domifstat', 'domif-getlink', 'domifaddr'], load: () => import('./monitor/interfaces.ts') },
      { names: ['dommemstat', 'domtime'], load: () => import('./monitor/guest.ts') },
      { names: ['domstats'], load: () => import('./monitor/domstats.ts') },
      { names: ['list'], load: () => import('./monitor/list.ts') },
    ],
  },
  { keyword: 'events', title: 'Domain Events', modules: [{ names: ['event'], load: () => import('./events/event.ts') }] },
  {
    keyword: 'host',
    title: 'Host and Hypervisor',
    modules: [{ names: ['hostname', 'nodeinfo', 'uri', 'version'], load: () => import('./host/host.ts') }],
  },
  {
    keyword: 'snapshot',
    title: 'Snapshot',
    modules: [
      { names: ['snapshot-create', 'snapshot-create-as'], load: () => import('./snapshot/create.ts') },
      { names: ['snapshot-info'], load: () => import('./snapshot/info.ts') },
    ],
  },
  {
    keyword: 'virtweave',
    title: 'virtweave itself',
    modules: [
      { names: ['cd', 'connect', 'echo', 'exit', 'help', 'pwd', 'quit', 'complete'], load: () => import('./shell/shell.ts') },
    ],
  },
];

/** Names that `help` does not show. */
export const hidden: ReadonlySet<string> = new Set(['complete']);

/** @returns nothing when there is no command of that name */
export async function findCommand(name: string): Promise<AnyCommand | undefined> {
  for (const group of groups) {
    for (const module of group.modules) {
      if (!module.names.includes(name)) continue;
      const { commands } = await module.load();
      return commands.find((command) => command.name === name);
    }
  }
  return undefined;
}

/** Names of all commands that `help` shows. */
export function commandNames(): string[] {
  return groups.flatMap((group) => group.modules.flatMap((module) => module.names)).filter((name) => !hidden.has(name));
}

/** The commands of a group, by name. */
export async function commandsOf(group: Group): Promise<AnyCommand[]> {
  const loaded = await Promise.all(group.modules.map((module) => module.load()));
  return loaded
    .flatMap(({ commands }) => commands)
    .filter(({ name }) => !hidden.has(name))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}
