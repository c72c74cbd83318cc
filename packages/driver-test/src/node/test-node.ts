import type { DomainEvent, NodeInfo } from '@virtweave/core-api';
import {
  DomainEventStartedDetailType,
  DomainEventType,
  DomainRunningReason,
  DomainState,
} from '@virtweave/core-api/constants';
import { ObjectList, type EventHub } from '@virtweave/core-api/driver-kit';
import type { Definition } from '../documents.ts';
import { TestDomain } from '../domain/test-domain.ts';

/** A NUMA cell of the pretended host. */
export interface Cell {
  /** KiB. */
  readonly memory: number;
  /** Size of the smallest pages, KiB. */
  readonly pageSize: number;
  readonly cpus: readonly number[];
}

/** The most virtual CPUs that a guest may have. */
export const maxVcpus = 32;

/** A pretended host and its guests. */
export class TestNode {
  readonly info: NodeInfo;
  readonly cells: readonly Cell[];
  /** Is it libvirt's own node, with a network, a pool and devices of its own? */
  readonly builtIn: boolean;
  readonly domains: ObjectList<TestDomain> = new ObjectList<TestDomain>({
    kind: 'domain',
    absent: 'VIR_ERR_NO_DOMAIN',
    domain: 'VIR_FROM_TEST',
    uniqueDomain: 'VIR_FROM_DOMAIN',
  });
  /** One for each connection to this node. */
  readonly hubs: Set<EventHub<DomainEvent>> = new Set<EventHub<DomainEvent>>();
  #nextId = 1;

  constructor(info: NodeInfo, cells: readonly Cell[], builtIn = false) {
    this.info = info;
    this.cells = cells;
    this.builtIn = builtIn;
  }

  emit(event: DomainEvent): void {
    for (const hub of this.hubs) hub.emit(event);
  }

  /** Tells of a change in a guest's life; `detail` is the enum of that event. */
  emitLifecycle(domain: TestDomain, event: number, detail: number): void {
    if (this.hubs.size > 0) this.emit({ kind: 'lifecycle', domain: domain.ref, event, detail });
  }

  /** Adds the definition of a new guest, or gives it to the one that has its name and UUID. */
  define(definition: Definition): { domain: TestDomain; added: boolean } {
    const existing = this.domains.checkUnique(definition.name, definition.uuid);
    const domain = existing ?? new TestDomain(definition);
    const added = !domain.persistent;
    domain.persistent = true;
    domain.config = definition;
    if (existing === undefined) this.domains.add(domain);
    return { domain, added };
  }

  /** The guest that a document which is to run at once belongs to: a new one, or a defined one that does not run. */
  transient(definition: Definition): TestDomain {
    const existing = this.domains.checkUnique(definition.name, definition.uuid, ({ active }) => active);
    const domain = existing ?? new TestDomain(definition);
    if (existing === undefined) this.domains.add(domain);
    return domain;
  }

  /** Lets a guest run. What it ran from stays what the next start runs, if it is persistent. */
  start(domain: TestDomain, how: StartHow = booted): void {
    if (domain.persistent) domain.next = domain.config;
    if (how.definition !== undefined) domain.definition = how.definition;
    domain.id = this.#nextId;
    this.#nextId += 1;
    this.domains.setId(domain, domain.id);
    domain.setState(DomainState.VIR_DOMAIN_RUNNING, how.reason);
    this.emitLifecycle(domain, DomainEventType.VIR_DOMAIN_EVENT_STARTED, how.detail);
  }

  /** Stops a guest. A transient one is gone afterwards. */
  stop(domain: TestDomain, reason: number, detail: number): void {
    this.halt(domain, reason, detail);
    if (!domain.persistent) this.domains.remove(domain);
  }

  /** Stops a guest that stays in the list. */
  halt(domain: TestDomain, reason: number, detail: number): void {
    domain.setState(DomainState.VIR_DOMAIN_SHUTOFF, reason);
    domain.id = -1;
    this.domains.setId(domain, -1);
    if (domain.next !== undefined) domain.definition = domain.next;
    domain.next = undefined;
    this.emitLifecycle(domain, DomainEventType.VIR_DOMAIN_EVENT_STOPPED, detail);
  }
}

/** How a guest comes to run. */
export interface StartHow {
  /** `virDomainRunningReason` */
  readonly reason: number;
  /** `virDomainEventStartedDetailType` */
  readonly detail: number;
  /** What runs, when that is not what is defined. */
  readonly definition?: Definition;
}

export const booted: StartHow = {
  reason: DomainRunningReason.VIR_DOMAIN_RUNNING_BOOTED,
  detail: DomainEventStartedDetailType.VIR_DOMAIN_EVENT_STARTED_BOOTED,
};
