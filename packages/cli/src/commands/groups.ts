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
      { names: ['create', 'define', 'start'], load: () => import('./domain/create.ts') },
      { names: ['shutdown', 'reboot', 'reset', 'destroy', 'suspend', 'resume'], load: () => import('./domain/power.ts') },
      { names: ['undefine'], load: () => import('./domain/undefine.ts') },
      { names: ['domid', 'domname', 'domuuid', 'dumpxml'], load: () => import('./domain/identity.ts') },
      { names: ['autostart', 'desc', 'domrename', 'metadata'], load: () => import('./domain/naming.ts') },
      { names: ['setvcpus', 'setvcpu', 'guestvcpus', 'vcpucount', 'vcpuinfo'], load: () => import('./domain/vcpus.ts') },
      { names: ['vcpupin', 'emulatorpin', 'iothreadinfo', 'iothreadpin'], load: () => import('./domain/pinning.ts') },
      { names: ['iothreadadd', 'iothreaddel', 'iothreadset'], load: () => import('./domain/iothreads.ts') },
      { names: ['setmem', 'setmaxmem', 'memtune', 'numatune'], load: () => import('./domain/memory.ts') },
      {
        names: [
          'save',
          'restore',
          'save-image-dumpxml',
          'save-image-define',
          'managedsave',
          'managedsave-remove',
          'managedsave-dumpxml',
          'managedsave-define',
          'dump',
        ],
        load: () => import('./domain/saving.ts'),
      },
      {
        names: [
          'attach-device',
          'detach-device',
          'update-device',
          'detach-device-alias',
          'detach-disk',
          'detach-interface',
          'domif-setlink',
          'change-media',
        ],
        load: () => import('./domain/devices.ts'),
      },
      {
        names: [
          'inject-nmi',
          'send-key',
          'send-process-signal',
          'set-user-password',
          'domhostname',
          'dompmsuspend',
          'dompmwakeup',
          'set-lifecycle-action',
        ],
        load: () => import('./domain/guest.ts'),
      },
      {
        names: [
          'domfsinfo',
          'domfsfreeze',
          'domfsthaw',
          'domfstrim',
          'guestinfo',
          'guest-agent-timeout',
          'get-user-sshkeys',
          'set-user-sshkeys',
        ],
        load: () => import('./domain/agent.ts'),
      },
      { names: ['ttyconsole', 'vncdisplay', 'domdisplay'], load: () => import('./domain/displays.ts') },
      { names: ['screenshot', 'console'], load: () => import('./domain/console.ts') },
      { names: ['attach-interface'], load: () => import('./domain/attach-interface.ts') },
      { names: ['edit', 'save-image-edit', 'managedsave-edit'], load: () => import('./domain/edit.ts') },
      { names: ['blockjob'], load: () => import('./block/job.ts') },
      { names: ['blockpull'], load: () => import('./block/pull.ts') },
      { names: ['blockcommit'], load: () => import('./block/commit.ts') },
      { names: ['blockcopy'], load: () => import('./block/copy.ts') },
      { names: ['domjobinfo'], load: () => import('./job/info.ts') },
      { names: ['domdirtyrate-calc'], load: () => import('./job/dirty-rate.ts') },
      { names: ['domlaunchsecinfo', 'domsetlaunchsecstate'], load: () => import('./domain/launch-security.ts') },
      {
        names: [
          'migrate-getspeed',
          'migrate-setspeed',
          'migrate-getmaxdowntime',
          'migrate-setmaxdowntime',
          'migrate-compcache',
          'migrate-postcopy',
        ],
        load: () => import('./migration/limits.ts'),
      },
      { names: ['migrate'], load: () => import('./migration/migrate.ts') },
      { names: ['blockresize', 'domblkthreshold', 'domjobabort'], load: () => import('./domain/blocks.ts') },
      {
        names: ['domxml-to-native', 'domxml-from-native', 'qemu-monitor-command', 'qemu-agent-command', 'qemu-attach'],
        load: () => import('./domain/native.ts'),
      },
      { names: ['dom-fd-associate', 'lxc-enter-namespace'], load: () => import('./domain/descriptors.ts') },
      { names: ['update-memory-device'], load: () => import('./domain/update-memory.ts') },
      { names: ['qemu-monitor-event'], load: () => import('./events/qemu-event.ts') },
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
    modules: [
      { names: ['hostname', 'nodeinfo', 'uri', 'version'], load: () => import('./host/host.ts') },
      {
        names: ['capabilities', 'domcapabilities', 'maxvcpus', 'sysinfo'],
        load: () => import('./host/capabilities.ts'),
      },
      {
        names: ['cpu-models', 'cpu-compare', 'cpu-baseline', 'hypervisor-cpu-compare', 'hypervisor-cpu-baseline'],
        load: () => import('./host/cpu.ts'),
      },
      {
        names: ['freecell', 'freepages', 'allocpages', 'nodememstats', 'node-memory-tune'],
        load: () => import('./host/memory.ts'),
      },
      { names: ['nodecpumap', 'nodecpustats', 'nodesuspend', 'nodesevinfo'], load: () => import('./host/node.ts') },
    ],
  },
  {
    keyword: 'snapshot',
    title: 'Snapshot',
    modules: [
      { names: ['snapshot-create', 'snapshot-create-as'], load: () => import('./snapshot/create.ts') },
      { names: ['snapshot-edit'], load: () => import('./snapshot/edit.ts') },
      { names: ['snapshot-info'], load: () => import('./snapshot/info.ts') },
      { names: ['snapshot-current', 'snapshot-delete', 'snapshot-revert'], load: () => import('./snapshot/change.ts') },
      { names: ['snapshot-list', 'snapshot-parent', 'snapshot-dumpxml'], load: () => import('./snapshot/list.ts') },
    ],
  },
  {
    keyword: 'checkpoint',
    title: 'Checkpoint',
    modules: [
      { names: ['checkpoint-edit'], load: () => import('./checkpoint/edit.ts') },
      { names: ['checkpoint-create', 'checkpoint-create-as'], load: () => import('./checkpoint/create.ts') },
      {
        names: [
          'checkpoint-list', 'checkpoint-info', 'checkpoint-parent', 'checkpoint-dumpxml',
          'checkpoint-delete',
        ],
        load: () => import('./checkpoint/list.ts'),
      },
    ],
  },
  {
    keyword: 'backup',
    title: 'Backup',
    modules: [
      { names: ['backup-begin', 'backup-dumpxml'], load: () => import('./backup/backup.ts') },
    ],
  },
  {
    keyword: 'network',
    title: 'Networking',
    modules: [
      { names: ['net-edit'], load: () => import('./network/edit.ts') },
      { names: ['net-event'], load: () => import('./network/event.ts') },
      {
        names: ['net-autostart', 'net-create', 'net-define', 'net-start', 'net-destroy', 'net-undefine'],
        load: () => import('./network/lifecycle.ts'),
      },
      {
        names: ['net-list', 'net-info', 'net-name', 'net-uuid', 'net-dumpxml', 'net-dhcp-leases'],
        load: () => import('./network/list.ts'),
      },
      {
        names: ['net-port-list', 'net-port-create', 'net-port-dumpxml', 'net-port-delete'],
        load: () => import('./network/ports.ts'),
      },
      { names: ['net-update'], load: () => import('./network/update.ts') },
    ],
  },
  {
    keyword: 'interface',
    title: 'Interface',
    modules: [
      { names: ['iface-bridge', 'iface-unbridge'], load: () => import('./interface/bridge.ts') },
      { names: ['iface-edit'], load: () => import('./interface/edit.ts') },
      {
        names: [
          'iface-define', 'iface-undefine', 'iface-start', 'iface-destroy', 'iface-begin', 'iface-commit',
          'iface-rollback',
        ],
        load: () => import('./interface/lifecycle.ts'),
      },
      { names: ['iface-list', 'iface-name', 'iface-mac', 'iface-dumpxml'], load: () => import('./interface/list.ts') },
    ],
  },
  {
    keyword: 'nodedev',
    title: 'Node Device',
    modules: [
      { names: ['nodedev-event'], load: () => import('./nodedev/event.ts') },
      {
        names: [
          'nodedev-create', 'nodedev-define', 'nodedev-undefine', 'nodedev-start', 'nodedev-autostart',
          'nodedev-destroy', 'nodedev-detach', 'nodedev-reattach', 'nodedev-reset',
        ],
        load: () => import('./nodedev/lifecycle.ts'),
      },
      { names: ['nodedev-list', 'nodedev-info', 'nodedev-dumpxml'], load: () => import('./nodedev/list.ts') },
    ],
  },
  {
    keyword: 'filter',
    title: 'Network Filter',
    modules: [
      {
        names: [
          'nwfilter-binding-list', 'nwfilter-binding-create', 'nwfilter-binding-delete',
          'nwfilter-binding-dumpxml',
        ],
        load: () => import('./nwfilter/binding.ts'),
      },
      { names: ['nwfilter-edit'], load: () => import('./nwfilter/edit.ts') },
      {
        names: ['nwfilter-list', 'nwfilter-define', 'nwfilter-undefine', 'nwfilter-dumpxml'],
        load: () => import('./nwfilter/nwfilter.ts'),
      },
    ],
  },
  {
    keyword: 'secret',
    title: 'Secret',
    modules: [
      { names: ['secret-event'], load: () => import('./secret/event.ts') },
      {
        names: ['secret-list', 'secret-define', 'secret-dumpxml', 'secret-undefine'],
        load: () => import('./secret/secret.ts'),
      },
      { names: ['secret-get-value', 'secret-set-value'], load: () => import('./secret/value.ts') },
    ],
  },
  {
    keyword: 'pool',
    title: 'Storage Pool',
    modules: [
      { names: ['pool-edit'], load: () => import('./pool/edit.ts') },
      { names: ['pool-event'], load: () => import('./pool/event.ts') },
      { names: ['pool-create-as', 'pool-define-as'], load: () => import('./pool/from-args.ts') },
      {
        names: [
          'pool-autostart', 'pool-create', 'pool-define', 'pool-build', 'pool-start', 'pool-refresh',
          'pool-destroy', 'pool-delete', 'pool-undefine',
        ],
        load: () => import('./pool/lifecycle.ts'),
      },
      {
        names: ['pool-list', 'pool-info', 'pool-name', 'pool-uuid', 'pool-dumpxml', 'pool-capabilities'],
        load: () => import('./pool/list.ts'),
      },
      { names: ['find-storage-pool-sources-as', 'find-storage-pool-sources'], load: () => import('./pool/sources.ts') },
    ],
  },
  {
    keyword: 'volume',
    title: 'Storage Volume',
    modules: [
      { names: ['vol-delete', 'vol-resize', 'vol-wipe'], load: () => import('./volume/change.ts') },
      {
        names: ['vol-create', 'vol-create-as', 'vol-create-from', 'vol-clone'],
        load: () => import('./volume/create.ts'),
      },
      {
        names: ['vol-list', 'vol-info', 'vol-key', 'vol-name', 'vol-path', 'vol-pool', 'vol-dumpxml'],
        load: () => import('./volume/list.ts'),
      },
      { names: ['vol-upload', 'vol-download'], load: () => import('./volume/transfer.ts') },
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
