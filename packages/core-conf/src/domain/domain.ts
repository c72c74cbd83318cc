import { normalizeUuid } from '@virtweave/core-util/values';
import { attempt, int, oneOf, refine, refusing, str, uint, type Codec } from '../table/codec.ts';
import { attr, attrRequired, leaf, leafOr, leafRequired, leading, live, type Field } from '../table/field.ts';
import { child, childOr, childRequired, list, some, within } from '../table/child.ts';
import { table, type Table } from '../table/table.ts';
import { blkiotune, type Blkiotune } from './blkiotune.ts';
import { clock, type Clock } from './clock.ts';
import { cpu, type Cpu } from './cpu.ts';
import { cputune, type Cputune } from './cputune.ts';
import { devices, type Devices } from './devices/devices.ts';
import { throttleGroup, type Iotune } from './devices/iotune.ts';
import { extensions, type Extensions } from './extensions.ts';
import { features, type Features } from './features.ts';
import { idmap, type Idmap } from './idmap.ts';
import { defaultIothread, iothread, type DefaultIothread, type Iothread } from './iothreads.ts';
import { keywrapCipher, type KeywrapCipher } from './keywrap.ts';
import { launchSecurity, type LaunchSecurity } from './launch-security.ts';
import { maxMemory, memory, memoryBacking, memtune, type MaxMemory, type Memory, type MemoryBacking, type Memtune } from './memory.ts';
import { metadata, type Metadata } from '../common/metadata.ts';
import { numatune, type Numatune } from './numatune.ts';
import { os, type Os } from './os.ts';
import { perfEvent, type PerfEvent } from './perf.ts';
import { powerManagement, type PowerManagement } from './pm.ts';
import { resource, type Resource } from './resource.ts';
import { seclabel, type Seclabel } from './seclabel.ts';
import { kib } from '../common/size.ts';
import { sysinfos, type Sysinfo } from './sysinfo.ts';
import { vcpu, vcpuState, type Vcpu, type VcpuState } from './vcpu.ts';
import { virtTypes, type VirtType } from './virt-type.ts';

/** A guest: the whole of a `<domain>` document. */
export interface Domain {
  /** Kind of hypervisor. */
  type: VirtType;
  /** Number of a running guest; -1 or absent: not running. */
  id?: number;
  name: string;
  /** With hyphens, in lower case; made up when absent. */
  uuid?: string;
  /** Changes when the guest goes back in time; `true`: to be made up. */
  genid?: string;
  /** One line. */
  title?: string;
  description?: string;
  metadata?: Metadata;
  maxMemory?: MaxMemory;
  memory: Memory;
  /** KiB that the guest has at present. */
  currentMemory?: number;
  blkiotune?: Blkiotune;
  memtune?: Memtune;
  memoryBacking?: MemoryBacking;
  vcpu: Vcpu;
  vcpus?: VcpuState[];
  iothreads?: number;
  iothreadIds?: Iothread[];
  defaultIothread?: DefaultIothread;
  cputune?: Cputune;
  numatune?: Numatune;
  resource?: Resource;
  sysinfos: Sysinfo[];
  bootloader?: string;
  bootloaderArgs?: string;
  os: Os;
  idmap?: Idmap;
  /** Limits that several disks share, by name. */
  throttleGroups?: Iotune[];
  features?: Features;
  cpu?: Cpu;
  clock: Clock;
  onPoweroff: LifecycleAction;
  onReboot: LifecycleAction;
  onCrash: CrashAction;
  onLockfailure?: 'poweroff' | 'restart' | 'pause' | 'ignore';
  powerManagement?: PowerManagement;
  perf?: PerfEvent[];
  devices: Devices;
  seclabels: Seclabel[];
  keywrap?: KeywrapCipher[];
  launchSecurity?: LaunchSecurity;
  /** What a driver adds in an XML namespace of its own. */
  extensions?: Extensions;
}

export type { VirtType };

/** What happens when the guest powers off or reboots. */
export type LifecycleAction = 'destroy' | 'restart' | 'rename-restart' | 'preserve';
/** What happens when the guest crashes. */
export type CrashAction = LifecycleAction | 'coredump-destroy' | 'coredump-restart';

const lifecycle = ['destroy', 'restart', 'rename-restart', 'preserve'] as const;

const id: Field<number> = live({
  ...attr('id', int, { omit: -1 }),
  writeAttributes(value, out) {
    if (value !== -1) out.xml.attr('id', String(value));
  },
});

/** In the one spelling that libvirt writes. */
const uuid: Codec<string> = {
  parse: (text) => attempt(() => normalizeUuid(text)),
  format: (value) => value,
  refusal: () => ({ code: 'VIR_ERR_INTERNAL_ERROR', detail: 'malformed uuid element' }),
  schema: { type: 'string' },
};

function action<T extends string>(name: string, words: readonly T[]): Codec<T> {
  return refusing(oneOf(...words), (text) => ({ code: 'VIR_ERR_CONFIG_UNSUPPORTED', detail: `unknown ${name} action: ${text}` }));
}

const genid: Field<string> = {
  ...leaf('genid', str),
  read: (element) => element.child('genid')?.text.trim(),
};

/** Trailing blanks of a title are dropped. */
const title = refine(str, (value) => value.trimEnd());

/** The table of `<domain>`, in the order in which libvirt writes it. */
export const domain: Table<Domain> = table<Domain>(() => ({
  type: leading(attrRequired('type', oneOf(...virtTypes))),
  id: leading(id),
  name: leafRequired('name', str, { code: 'VIR_ERR_NO_NAME' }),
  uuid: leaf('uuid', uuid),
  genid,
  title: leaf('title', title),
  description: leaf('description', str),
  metadata,
  maxMemory: child('maxMemory', maxMemory),
  memory: childOr('memory', memory, { empty: 'keep' }),
  currentMemory: kib('currentMemory'),
  blkiotune: child('blkiotune', blkiotune),
  memtune: child('memtune', memtune),
  memoryBacking: child('memoryBacking', memoryBacking),
  vcpu: childOr('vcpu', vcpu, { empty: 'keep' }),
  vcpus: within('vcpus', some('vcpu', vcpuState)),
  iothreads: leaf('iothreads', uint),
  iothreadIds: within('iothreadids', some('iothread', iothread)),
  defaultIothread: child('defaultiothread', defaultIothread),
  throttleGroups: within('throttlegroups', some('throttlegroup', throttleGroup)),
  cputune: child('cputune', cputune),
  numatune: child('numatune', numatune),
  resource: child('resource', resource),
  sysinfos,
  bootloader: leaf('bootloader', str),
  bootloaderArgs: leaf('bootloader_args', str),
  os: childRequired('os', os, { detail: 'an os <type> must be specified' }),
  idmap: child('idmap', idmap),
  features: child('features', features),
  cpu: child('cpu', cpu),
  clock: childOr('clock', clock, { empty: 'keep' }),
  onPoweroff: leafOr('on_poweroff', action('on_poweroff', lifecycle), 'destroy'),
  onReboot: leafOr('on_reboot', action('on_reboot', lifecycle), 'restart'),
  onCrash: leafOr('on_crash', action('on_crash', [...lifecycle, 'coredump-destroy', 'coredump-restart']), 'destroy'),
  onLockfailure: leaf('on_lockfailure', oneOf('poweroff', 'restart', 'pause', 'ignore')),
  powerManagement: child('pm', powerManagement),
  perf: within('perf', some('event', perfEvent)),
  devices: childOr('devices', devices, { empty: 'pair' }),
  seclabels: list('seclabel', seclabel),
  keywrap: within('keywrap', some('cipher', keywrapCipher)),
  launchSecurity,
  extensions: leading(extensions),
}));
