import type { CallOptions, FlagOptions } from '../connection/session.ts';
import { flagsOf, sizeOf } from '../connection/numbers.ts';
import { DomainBase } from './base.ts';
import { startFlags } from './call-flags.ts';
import { reasonNames, stateNames, type DomainState, type DomainStateReason } from './names.generated.ts';

/** How a domain starts. */
export interface StartOptions extends FlagOptions {
  /** Leave the processors stopped; `resume()` lets them go. */
  readonly paused?: boolean;
  /** Destroy the domain when this connection closes. */
  readonly autodestroy?: boolean;
  /** Read a saved image past the page cache. */
  readonly bypassCache?: boolean;
  /** Forget a saved image and boot afresh. */
  readonly forceBoot?: boolean;
  /** Check the document against the schema first. */
  readonly validate?: boolean;
  /** Begin with fresh firmware variables. */
  readonly resetNvram?: boolean;
  /** Open files of this process that a container inherits, by their descriptors; only of a driver that runs in it. */
  readonly files?: readonly number[];
}

/** How a guest is asked to stop or reboot; none: the hypervisor chooses. */
export interface ShutdownOptions extends FlagOptions {
  readonly acpi?: boolean;
  readonly agent?: boolean;
  readonly initctl?: boolean;
  readonly signalInit?: boolean;
  readonly paravirt?: boolean;
}

export interface DestroyOptions extends FlagOptions {
  /** Only SIGTERM: fails rather than kill a guest that does not end in time. */
  readonly graceful?: boolean;
  readonly removeLogs?: boolean;
}

export interface UndefineOptions extends FlagOptions {
  readonly managedSave?: boolean;
  readonly snapshotsMetadata?: boolean;
  readonly checkpointsMetadata?: boolean;
  readonly nvram?: boolean;
  readonly keepNvram?: boolean;
  readonly tpm?: boolean;
  readonly keepTpm?: boolean;
}

/** `virDomainInfo` */
export interface DomainInformation {
  readonly state: DomainState;
  /** Most memory it may use, KiB. */
  readonly maxMemory: number;
  /** Memory in use, KiB. */
  readonly memory: number;
  readonly vcpus: number;
  /** Processor time used, nanoseconds. */
  readonly cpuTime: bigint;
}

export interface DomainStateAndReason {
  readonly state: DomainState;
  readonly reason: DomainStateReason;
}

const shutdownFlags = { acpi: 1, agent: 2, initctl: 4, signalInit: 8, paravirt: 16 };
const destroyFlags = { graceful: 1, removeLogs: 2 };
const undefineFlags = {
  managedSave: 1,
  snapshotsMetadata: 2,
  nvram: 4,
  keepNvram: 8,
  checkpointsMetadata: 16,
  tpm: 32,
  keepTpm: 64,
};

/** Starting, stopping, and what state a domain is in. */
export class DomainLifecycle extends DomainBase {
  /**
   * Starts a defined domain.
   *
   * Errors: `VIR_ERR_OPERATION_INVALID` when it runs already.
   *
   * ```ts
   * await domain.start({ paused: true });
   * ```
   * @libvirt virDomainCreate virDomainCreateWithFlags virDomainCreateWithFiles
   */
  async start(options?: StartOptions): Promise<void> {
    this.ref = await this.session.run(options, (call) => {
      const flags = flagsOf(options, startFlags);
      if (options?.files === undefined) return this.hypervisor.domainCreateWithFlags(this.ref, flags, call);
      return this.hypervisor.domainCreateWithFiles(this.ref, options.files, flags, call);
    });
  }

  /** Asks the guest to shut down; resolves when it was asked, not when it is off. @libvirt virDomainShutdown virDomainShutdownFlags */
  shutdown(options?: ShutdownOptions): Promise<void> {
    return this.session.run(options, (call) =>
      this.hypervisor.domainShutdownFlags(this.ref, flagsOf(options, shutdownFlags), call),
    );
  }

  /** Asks the guest to reboot. @libvirt virDomainReboot */
  reboot(options?: ShutdownOptions): Promise<void> {
    return this.session.run(options, (call) =>
      this.hypervisor.domainReboot(this.ref, flagsOf(options, shutdownFlags), call),
    );
  }

  /** Presses the reset button: the guest is not asked. @libvirt virDomainReset */
  reset(options?: FlagOptions): Promise<void> {
    return this.session.run(options, (call) => this.hypervisor.domainReset(this.ref, flagsOf(options, {}), call));
  }

  /** Pulls the plug. The definition stays, unless the domain is transient. @libvirt virDomainDestroy virDomainDestroyFlags */
  async destroy(options?: DestroyOptions): Promise<void> {
    await this.session.run(options, (call) =>
      this.hypervisor.domainDestroyFlags(this.ref, flagsOf(options, destroyFlags), call),
    );
    this.ref = { ...this.ref, id: -1 };
  }

  /** Stops the processors; memory stays. @libvirt virDomainSuspend */
  suspend(options?: CallOptions): Promise<void> {
    return this.session.run(options, (call) => this.hypervisor.domainSuspend(this.ref, call));
  }

  /** Lets the processors of a suspended domain run again. @libvirt virDomainResume */
  resume(options?: CallOptions): Promise<void> {
    return this.session.run(options, (call) => this.hypervisor.domainResume(this.ref, call));
  }

  /** Sends a non-maskable interrupt. @libvirt virDomainInjectNMI */
  injectNMI(options?: FlagOptions): Promise<void> {
    return this.session.run(options, (call) => this.hypervisor.domainInjectNMI(this.ref, flagsOf(options, {}), call));
  }

  /** Wakes a guest that sleeps (pmsuspended). @libvirt virDomainPMWakeup */
  pmWakeup(options?: FlagOptions): Promise<void> {
    return this.session.run(options, (call) => this.hypervisor.domainPMWakeup(this.ref, flagsOf(options, {}), call));
  }

  /** State, memory, processors and processor time in one call. @libvirt virDomainGetInfo */
  info(options?: CallOptions): Promise<DomainInformation> {
    return this.session.run(options, async (call) => {
      const info = await this.hypervisor.domainGetInfo(this.ref, call);
      return {
        state: stateNames[info.state] ?? 'nostate',
        maxMemory: sizeOf(info.maxMem, 'the maximum memory'),
        memory: sizeOf(info.memory, 'the memory'),
        vcpus: info.nrVirtCpu,
        cpuTime: info.cpuTime,
      };
    });
  }

  /** State and why: `{ state: 'shutoff', reason: 'destroyed' }`. @libvirt virDomainGetState */
  state(options?: CallOptions): Promise<DomainStateAndReason> {
    return this.session.run(options, async (call) => {
      const { state, reason } = await this.hypervisor.domainGetState(this.ref, 0, call);
      const name = stateNames[state] ?? 'nostate';
      return { state: name, reason: reasonNames[name][reason] ?? 'unknown' };
    });
  }

  /** Does it run (or is it paused)? @libvirt virDomainIsActive */
  isActive(options?: CallOptions): Promise<boolean> {
    return this.session.run(options, (call) => this.hypervisor.domainIsActive(this.ref, call));
  }

  /** Does it have a definition that outlives it? @libvirt virDomainIsPersistent */
  isPersistent(options?: CallOptions): Promise<boolean> {
    return this.session.run(options, (call) => this.hypervisor.domainIsPersistent(this.ref, call));
  }

  /** Was its definition changed while it runs? @libvirt virDomainIsUpdated */
  isUpdated(options?: CallOptions): Promise<boolean> {
    return this.session.run(options, (call) => this.hypervisor.domainIsUpdated(this.ref, call));
  }

  /** Removes the definition. A running domain becomes transient. @libvirt virDomainUndefine virDomainUndefineFlags */
  undefine(options?: UndefineOptions): Promise<void> {
    return this.session.run(options, (call) =>
      this.hypervisor.domainUndefineFlags(this.ref, flagsOf(options, undefineFlags), call),
    );
  }
}
