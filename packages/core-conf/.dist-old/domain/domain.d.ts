import { type Table } from '../table/table.ts';
import { type Blkiotune } from './blkiotune.ts';
import { type Clock } from './clock.ts';
import { type Cpu } from './cpu.ts';
import { type Cputune } from './cputune.ts';
import { type Devices } from './devices/devices.ts';
import { type Iotune } from './devices/iotune.ts';
import { type Extensions } from './extensions.ts';
import { type Features } from './features.ts';
import { type Idmap } from './idmap.ts';
import { type DefaultIothread, type Iothread } from './iothreads.ts';
import { type KeywrapCipher } from './keywrap.ts';
import { type LaunchSecurity } from './launch-security.ts';
import { type MaxMemory, type Memory, type MemoryBacking, type Memtune } from './memory.ts';
import { type Metadata } from './metadata.ts';
import { type Numatune } from './numatune.ts';
import { type Os } from './os.ts';
import { type PerfEvent } from './perf.ts';
import { type PowerManagement } from './pm.ts';
import { type Resource } from './resource.ts';
import { type Seclabel } from './seclabel.ts';
import { type Sysinfo } from './sysinfo.ts';
import { type Vcpu, type VcpuState } from './vcpu.ts';
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
export type VirtType = 'qemu' | 'kvm' | 'hvf' | 'xen' | 'lxc' | 'openvz' | 'test' | 'vmware' | 'hyperv' | 'vbox' | 'phyp' | 'parallels' | 'bhyve' | 'vz';
/** What happens when the guest powers off or reboots. */
export type LifecycleAction = 'destroy' | 'restart' | 'rename-restart' | 'preserve';
/** What happens when the guest crashes. */
export type CrashAction = LifecycleAction | 'coredump-destroy' | 'coredump-restart';
export declare const virtTypes: readonly ["qemu", "kvm", "hvf", "xen", "lxc", "openvz", "test", "vmware", "hyperv", "vbox", "phyp", "parallels", "bhyve", "vz"];
/** The table of `<domain>`, in the order in which libvirt writes it. */
export declare const domain: Table<Domain>;
//# sourceMappingURL=domain.d.ts.map