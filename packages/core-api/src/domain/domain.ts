import type { DomainEventKind } from '../contract/events.ts';
import type { DocumentOrObject } from '../guard/definitions.ts';
import type { EventOptions, ConnectionEvent } from '../connection/events.ts';
import { openEvents } from '../connection/events.ts';
import type { EventStream } from '../connection/event-queue.ts';
import { flagsOf } from '../connection/numbers.ts';
import type { CallOptions } from '../connection/session.ts';
import {
  checkpointCreateFlags,
  checkpointListFlags,
  DomainCheckpoint,
  type CheckpointCreateOptions,
  type CheckpointListOptions,
} from './checkpoint.ts';
import { DomainJobs } from './job.ts';
import {
  DomainSnapshot,
  snapshotCreateFlags,
  snapshotListFlags,
  type SnapshotCreateOptions,
  type SnapshotListOptions,
} from './snapshot.ts';

/**
 * A domain: a virtual machine or container. Comes from a {@link Connection}: `listAllDomains`, `lookupByName`, `defineXML`,
 * `createXML`. It holds nothing open and need not be closed.
 *
 * Every call takes `{ signal }` last and rejects with a `VirtError`; `VIR_ERR_NO_DOMAIN` when the domain is gone.
 */
export class Domain extends DomainJobs {
  /** Makes a snapshot from its document (`<domainsnapshot/>` is enough). @libvirt virDomainSnapshotCreateXML */
  createSnapshot(
    xml: DocumentOrObject<'domain-snapshot'> = '<domainsnapshot/>',
    options?: SnapshotCreateOptions,
  ): Promise<DomainSnapshot> {
    return this.session.run(options, async (call) => {
      const flags = flagsOf(options, snapshotCreateFlags);
      const { name } = await this.hypervisor.domainSnapshotCreateXML(this.ref, xml as string, flags, call);
      return new DomainSnapshot(this.session, this, name);
    });
  }

  /** @libvirt virDomainListAllSnapshots virDomainSnapshotListNames virDomainSnapshotNum */
  snapshots(options?: SnapshotListOptions): Promise<readonly DomainSnapshot[]> {
    return this.session.run(options, async (call) => {
      const list = await this.hypervisor.domainListAllSnapshots(this.ref, flagsOf(options, snapshotListFlags), call);
      return list.map(({ name }) => new DomainSnapshot(this.session, this, name));
    });
  }

  /** One snapshot by name, or `VIR_ERR_NO_DOMAIN_SNAPSHOT`. @libvirt virDomainSnapshotLookupByName */
  snapshot(name: string, options?: CallOptions): Promise<DomainSnapshot> {
    return this.session.run(options, async (call) => {
      const ref = await this.hypervisor.domainSnapshotLookupByName(this.ref, name, 0, call);
      return new DomainSnapshot(this.session, this, ref.name);
    });
  }

  /** @libvirt virDomainSnapshotCurrent */
  currentSnapshot(options?: CallOptions): Promise<DomainSnapshot> {
    return this.session.run(options, async (call) => {
      const { name } = await this.hypervisor.domainSnapshotCurrent(this.ref, 0, call);
      return new DomainSnapshot(this.session, this, name);
    });
  }

  /** @libvirt virDomainHasCurrentSnapshot */
  hasCurrentSnapshot(options?: CallOptions): Promise<boolean> {
    return this.session.run(options, (call) => this.hypervisor.domainHasCurrentSnapshot(this.ref, 0, call));
  }

  /**
   * Makes a checkpoint from its document (`<domaincheckpoint/>` is enough). The domain must run.
   *
   * ```ts
   * const checkpoint = await domain.createCheckpoint({ name: 'monday', disks: [{ name: 'vda' }] });
   * ```
   * @libvirt virDomainCheckpointCreateXML
   */
  createCheckpoint(
    xml: DocumentOrObject<'domain-checkpoint'> = '<domaincheckpoint/>',
    options?: CheckpointCreateOptions,
  ): Promise<DomainCheckpoint> {
    return this.session.run(options, async (call) => {
      const flags = flagsOf(options, checkpointCreateFlags);
      const { name } = await this.hypervisor.domainCheckpointCreateXML(this.ref, xml as string, flags, call);
      return new DomainCheckpoint(this.session, this, name);
    });
  }

  /** @libvirt virDomainListAllCheckpoints */
  checkpoints(options?: CheckpointListOptions): Promise<readonly DomainCheckpoint[]> {
    return this.session.run(options, async (call) => {
      const flags = flagsOf(options, checkpointListFlags);
      const list = await this.hypervisor.domainListAllCheckpoints(this.ref, flags, call);
      return list.map(({ name }) => new DomainCheckpoint(this.session, this, name));
    });
  }

  /** One checkpoint by name, or `VIR_ERR_NO_DOMAIN_CHECKPOINT`. @libvirt virDomainCheckpointLookupByName */
  checkpoint(name: string, options?: CallOptions): Promise<DomainCheckpoint> {
    return this.session.run(options, async (call) => {
      const ref = await this.hypervisor.domainCheckpointLookupByName(this.ref, name, 0, call);
      return new DomainCheckpoint(this.session, this, ref.name);
    });
  }

  /** Events of this domain alone; see {@link Connection.events}. */
  events<K extends DomainEventKind = DomainEventKind>(options?: EventOptions<K>): EventStream<ConnectionEvent<K>> {
    return openEvents(this.session, this.ref, options);
  }
}
