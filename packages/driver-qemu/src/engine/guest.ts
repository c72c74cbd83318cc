import type { DomainRef } from '@virtweave/core-api';
import type { Domain } from '@virtweave/core-conf';
import { MomentTree } from '@virtweave/core-api/driver-kit';
import { JobLock, VirtError } from '@virtweave/core-util';
import { BLOCK } from '../agent/client.ts';
import type { GuestState } from './guest-state.ts';
import type { QemuSnapshot } from '../snapshot/snapshot.ts';
import type { RunningGuest } from './running-guest.ts';

/** One guest that the engine knows: defined, running, or both. */
export class Guest {
  /** What the next start takes; undefined for a guest that lives only while it runs. */
  definition: Domain | undefined;
  /** The process and its document, while it runs. */
  running: RunningGuest | undefined;
  /** Resolves when the traces of its last run are gone. */
  ending: Promise<void> | undefined;
  state: GuestState = { state: 'shutoff', reason: 'unknown' };
  autostart = false;
  /** The driver keeps a saved state, with which its next start begins. */
  managedSave = false;
  /** How long its agent's answers are waited for (`virDomainAgentResponseTimeoutValues`, or seconds). */
  agentTimeout: number = BLOCK;
  readonly snapshots: MomentTree<QemuSnapshot> = new MomentTree<QemuSnapshot>('snapshot', 'VIR_FROM_QEMU');
  /** Real paths of the images that it uses while it runs. */
  readonly images: Set<string> = new Set();
  /** Removed from the list: whoever still waits for its lock finds nothing. */
  removed = false;
  readonly uuid: string;
  readonly lock: JobLock = new JobLock({ errorDomain: 'VIR_FROM_QEMU' });
  #name: string;

  constructor(name: string, uuid: string) {
    this.#name = name;
    this.uuid = uuid;
  }

  get name(): string {
    return this.#name;
  }

  set name(name: string) {
    this.#name = name;
  }

  get active(): boolean {
    return this.running !== undefined;
  }

  get ref(): DomainRef {
    return { name: this.name, uuid: this.uuid, id: this.running?.id ?? -1 };
  }

  /** The document that describes it now. */
  get document(): Domain {
    const document = this.running?.document ?? this.definition;
    if (document === undefined) throw new VirtError('VIR_ERR_INTERNAL_ERROR', `guest '${this.name}' has no document`);
    return document;
  }

  /** The process, or libvirt's error that there is none. */
  requireRunning(): RunningGuest {
    if (this.running === undefined) {
      throw new VirtError('VIR_ERR_OPERATION_INVALID', 'domain is not running', { domain: 'VIR_FROM_QEMU' });
    }
    return this.running;
  }

  /** The stored definition, or libvirt's error that there is none. */
  requirePersistent(): Domain {
    if (this.definition === undefined) {
      throw new VirtError('VIR_ERR_OPERATION_INVALID', 'cannot change persistent config of a transient domain', {
        domain: 'VIR_FROM_QEMU',
      });
    }
    return this.definition;
  }
}
