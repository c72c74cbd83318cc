import { VirtError } from '@virtweave/core-util/errors';
import { flagsOf, sizeOf, wideOf } from '../connection/numbers.ts';
import { parameters, typedParams, type Parameters } from '../connection/parameters.ts';
import type { CallOptions, FlagOptions } from '../connection/session.ts';
import type { VirtStream } from '../connection/stream.ts';
import type { DocumentOrObject } from '../guard/definitions.ts';
import { DomainAgent } from './agent.ts';
import { saveFlags } from './call-flags.ts';
import { impactFlags, type ImpactOptions } from './description.ts';
import { launchSecurityTypes } from './parameter-types.ts';
import type { SaveOptions } from './save.ts';

/** `virDomainJobType` in words. */
export type JobTypeName = 'none' | 'bounded' | 'unbounded' | 'completed' | 'failed' | 'cancelled';

/** What a domain is busy with, and how far it is, by libvirt's names: `{ memory_remaining: 4096n, ... }`. */
export interface DomainJob {
  readonly type: JobTypeName;
  readonly stats: Parameters;
}

/** `virDomainLifecycle`: what may happen to a guest. */
export type LifecycleCause = 'poweroff' | 'reboot' | 'crash';

/** `virDomainLifecycleAction`: what is done then. */
export type LifecycleActionName =
  | 'destroy'
  | 'restart'
  | 'restart-rename'
  | 'preserve'
  | 'coredump-destroy'
  | 'coredump-restart';

const jobTypes: readonly JobTypeName[] = ['none', 'bounded', 'unbounded', 'completed', 'failed', 'cancelled'];
const causes: readonly LifecycleCause[] = ['poweroff', 'reboot', 'crash'];
const actions: readonly LifecycleActionName[] = [
  'destroy',
  'restart',
  'restart-rename',
  'preserve',
  'coredump-destroy',
  'coredump-restart',
];
const sleepTargets = ['mem', 'disk', 'hybrid'] as const;

/** Jobs, backup, and what is rarely needed. */
export class DomainJobs extends DomainAgent {
  /** What the domain is busy with, or with `completed` what it was. @libvirt virDomainGetJobInfo virDomainGetJobStats */
  job(options?: FlagOptions & { readonly completed?: boolean; readonly keepCompleted?: boolean }): Promise<DomainJob> {
    return this.session.run(options, async (call) => {
      const flags = flagsOf(options, { completed: 1, keepCompleted: 2 });
      const { type, params } = await this.hypervisor.domainGetJobStats(this.ref, flags, call);
      return { type: jobTypes[type] ?? 'none', stats: parameters(params) };
    });
  }

  /** Cancels it. @libvirt virDomainAbortJob virDomainAbortJobFlags */
  abortJob(options?: FlagOptions & { readonly postcopy?: boolean }): Promise<void> {
    return this.session.run(options, (call) =>
      this.hypervisor.domainAbortJobFlags(this.ref, flagsOf(options, { postcopy: 1 }), call),
    );
  }

  /** Measures for so many seconds how fast the guest changes its memory; `stats()` tells. @libvirt virDomainStartDirtyRateCalc */
  startDirtyRateCalculation(
    seconds: number,
    options?: FlagOptions & { readonly dirtyBitmap?: boolean; readonly dirtyRing?: boolean },
  ): Promise<void> {
    return this.session.run(options, (call) => {
      const flags = flagsOf(options, { dirtyBitmap: 1, dirtyRing: 2 });
      return this.hypervisor.domainStartDirtyRateCalc(this.ref, seconds, flags, call);
    });
  }

  /** Begins a backup, and with `checkpoint` a checkpoint for the next one. @libvirt virDomainBackupBegin */
  backupBegin(
    xml: DocumentOrObject<'domain-backup'>,
    options?: FlagOptions & { readonly checkpoint?: string; readonly reuseExternal?: boolean },
  ): Promise<void> {
    return this.session.run(options, (call) => {
      const flags = flagsOf(options, { reuseExternal: 1 });
      return this.hypervisor.domainBackupBegin(this.ref, xml as string, options?.checkpoint, flags, call);
    });
  }

  /** The backup that runs, as a document. @libvirt virDomainBackupGetXMLDesc */
  backupXML(options?: CallOptions): Promise<string> {
    return this.session.run(options, (call) => this.hypervisor.domainBackupGetXMLDesc(this.ref, 0, call));
  }

  /** The document inside the managed save image. @libvirt virDomainManagedSaveGetXMLDesc */
  managedSaveXML(options?: FlagOptions & { readonly secure?: boolean }): Promise<string> {
    return this.session.run(options, (call) =>
      this.hypervisor.domainManagedSaveGetXMLDesc(this.ref, flagsOf(options, { secure: 1 }), call),
    );
  }

  /** Replaces the document inside the managed save image. @libvirt virDomainManagedSaveDefineXML */
  defineManagedSaveXML(xml: string, options?: SaveOptions): Promise<void> {
    return this.session.run(options, (call) =>
      this.hypervisor.domainManagedSaveDefineXML(this.ref, xml, flagsOf(options, saveFlags), call),
    );
  }

  /** Says what is done when the guest powers off, reboots or crashes. @libvirt virDomainSetLifecycleAction */
  setLifecycleAction(cause: LifecycleCause, action: LifecycleActionName, options?: ImpactOptions): Promise<void> {
    return this.session.run(options, async (call) => {
      const numbers = [numberOf(causes, cause, 'cause'), numberOf(actions, action, 'action')] as const;
      await this.hypervisor.domainSetLifecycleAction(this.ref, ...numbers, flagsOf(options, impactFlags), call);
    });
  }

  /** Does it start with the host, the next time only? @libvirt virDomainGetAutostartOnce */
  autostartOnce(options?: CallOptions): Promise<boolean> {
    return this.session.run(options, (call) => this.hypervisor.domainGetAutostartOnce(this.ref, call));
  }

  /** @libvirt virDomainSetAutostartOnce */
  setAutostartOnce(autostart: boolean, options?: CallOptions): Promise<void> {
    return this.session.run(options, (call) => this.hypervisor.domainSetAutostartOnce(this.ref, autostart, call));
  }

  /** Sends a guest to sleep for so many seconds; 0: until it is woken. @libvirt virDomainPMSuspendForDuration */
  pmSuspend(
    target: (typeof sleepTargets)[number],
    options?: CallOptions & { readonly seconds?: number },
  ): Promise<void> {
    return this.session.run(options, async (call) => {
      const number = numberOf(sleepTargets, target, 'target');
      const duration = wideOf(options?.seconds ?? 0, 'the duration');
      await this.hypervisor.domainPMSuspendForDuration(this.ref, number, duration, 0, call);
    });
  }

  /** Sends a signal (`virDomainProcessSignal`) to a process of a container. @libvirt virDomainSendProcessSignal */
  sendProcessSignal(pid: number | bigint, signal: number, options?: CallOptions): Promise<void> {
    return this.session.run(options, async (call) =>
      this.hypervisor.domainSendProcessSignal(this.ref, wideOf(pid, 'the pid'), signal, 0, call),
    );
  }

  /** What protects the guest's memory, by libvirt's names. @libvirt virDomainGetLaunchSecurityInfo */
  launchSecurityInfo(options?: CallOptions): Promise<Parameters> {
    return this.session.run(options, async (call) =>
      parameters(await this.hypervisor.domainGetLaunchSecurityInfo(this.ref, 0, call)),
    );
  }

  /** Gives a guest whose memory is protected its secret, while it is paused. @libvirt virDomainSetLaunchSecurityState */
  setLaunchSecurityState(values: Parameters, options?: CallOptions): Promise<void> {
    return this.session.run(options, async (call) => {
      const params = typedParams(values, launchSecurityTypes);
      await this.hypervisor.domainSetLaunchSecurityState(this.ref, params, 0, call);
    });
  }

  /**
   * Opens a screen, by its place among `<graphics>`, as a Node stream that speaks its protocol (VNC, SPICE). Node cannot pass
   * descriptors on; what libvirt's callers get as one is a stream here.
   * @libvirt virDomainOpenGraphics virDomainOpenGraphicsFD
   */
  openGraphics(index: number, options?: FlagOptions & { readonly skipAuth?: boolean }): Promise<VirtStream> {
    return this.session.run(options, async (call) => {
      const { openStream } = await import('../connection/stream.ts');
      const flags = flagsOf(options, { skipAuth: 1 });
      const stream = await this.hypervisor.domainOpenGraphicsFD(this.ref, index, flags, call);
      return openStream(this.session, stream, options?.signal);
    });
  }

  /** Has the screens read their certificates again. @libvirt virDomainGraphicsReload */
  reloadGraphics(type: 'any' | 'vnc' = 'any', options?: CallOptions): Promise<void> {
    return this.session.run(options, (call) =>
      this.hypervisor.domainGraphicsReload(this.ref, type === 'vnc' ? 1 : 0, 0, call),
    );
  }

  /** Longest pause at the end of a migration, milliseconds. @libvirt virDomainMigrateGetMaxDowntime */
  maxDowntime(options?: CallOptions): Promise<number> {
    return this.session.run(options, async (call) =>
      sizeOf(await this.hypervisor.domainMigrateGetMaxDowntime(this.ref, 0, call), 'the downtime'),
    );
  }

  /** @libvirt virDomainMigrateSetMaxDowntime */
  setMaxDowntime(milliseconds: number | bigint, options?: CallOptions): Promise<void> {
    return this.session.run(options, async (call) =>
      this.hypervisor.domainMigrateSetMaxDowntime(this.ref, wideOf(milliseconds, 'the downtime'), 0, call),
    );
  }

  /** Most bandwidth of a migration, MiB/s. @libvirt virDomainMigrateGetMaxSpeed */
  maxMigrationSpeed(options?: FlagOptions & { readonly postcopy?: boolean }): Promise<bigint> {
    return this.session.run(options, (call) =>
      this.hypervisor.domainMigrateGetMaxSpeed(this.ref, flagsOf(options, { postcopy: 1 }), call),
    );
  }

  /** @libvirt virDomainMigrateSetMaxSpeed */
  setMaxMigrationSpeed(mibs: number | bigint, options?: FlagOptions & { readonly postcopy?: boolean }): Promise<void> {
    return this.session.run(options, async (call) => {
      const flags = flagsOf(options, { postcopy: 1 });
      await this.hypervisor.domainMigrateSetMaxSpeed(this.ref, wideOf(mibs, 'the bandwidth'), flags, call);
    });
  }

  /** Cache of a migration that compresses, bytes. @libvirt virDomainMigrateGetCompressionCache */
  compressionCache(options?: CallOptions): Promise<number> {
    return this.session.run(options, async (call) =>
      sizeOf(await this.hypervisor.domainMigrateGetCompressionCache(this.ref, 0, call), 'the cache'),
    );
  }

  /** @libvirt virDomainMigrateSetCompressionCache */
  setCompressionCache(bytes: number | bigint, options?: CallOptions): Promise<void> {
    return this.session.run(options, async (call) =>
      this.hypervisor.domainMigrateSetCompressionCache(this.ref, wideOf(bytes, 'the cache'), 0, call),
    );
  }

  /** Lets a migration that was begun for it go on at its target, which then fetches memory as it needs it. @libvirt virDomainMigrateStartPostCopy */
  startPostCopy(options?: CallOptions): Promise<void> {
    return this.session.run(options, (call) => this.hypervisor.domainMigrateStartPostCopy(this.ref, 0, call));
  }

  /** Sends a command to QEMU's monitor, as JSON or (`hmp`) as people type it; answers its reply. @libvirt virDomainQemuMonitorCommand */
  qemuMonitorCommand(command: string, options?: FlagOptions & { readonly hmp?: boolean }): Promise<string> {
    return this.session.run(options, (call) =>
      this.hypervisor.domainQemuMonitorCommand(this.ref, command, flagsOf(options, { hmp: 1 }), call),
    );
  }

  /** The same, with open files of this process, by their descriptors; only of a driver that runs in it. @libvirt virDomainQemuMonitorCommandWithFiles */
  qemuMonitorCommandWithFiles(
    command: string,
    files: readonly number[],
    options?: FlagOptions & { readonly hmp?: boolean },
  ): Promise<{ readonly result: string; readonly files: readonly number[] }> {
    return this.session.run(options, (call) => {
      const flags = flagsOf(options, { hmp: 1 });
      return this.hypervisor.domainQemuMonitorCommandWithFiles(this.ref, command, files, flags, call);
    });
  }

  /** Gives the domain open files of this process under a name that its document uses; only of a driver that runs in it. @libvirt virDomainFDAssociate */
  associateFiles(
    name: string,
    files: readonly number[],
    options?: FlagOptions & { readonly seclabelRestore?: boolean; readonly seclabelWritable?: boolean },
  ): Promise<void> {
    return this.session.run(options, (call) => {
      const flags = flagsOf(options, { seclabelRestore: 1, seclabelWritable: 2 });
      return this.hypervisor.domainFDAssociate(this.ref, name, files, flags, call);
    });
  }

  /** Descriptors of a container's namespaces; only of a driver that runs in this process. @libvirt virDomainLxcOpenNamespace */
  openNamespaces(options?: CallOptions): Promise<readonly number[]> {
    return this.session.run(options, (call) => this.hypervisor.domainLxcOpenNamespace(this.ref, 0, call));
  }
}

function numberOf<T extends string>(names: readonly T[], name: T, what: string): number {
  const number = names.indexOf(name);
  if (number < 0) throw new VirtError('VIR_ERR_INVALID_ARG', `there is no ${what} '${name}'`);
  return number;
}
