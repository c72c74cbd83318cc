import type { DomainRef } from '@virtweave/core-api';
import { DomainShutoffReason, DomainState } from '@virtweave/core-api/constants';
import { MomentTree, type DomainFilterFacts, type ListedObject } from '@virtweave/core-api/driver-kit';
import type { Definition } from '../documents.ts';
import type { Checkpoint } from '../members/checkpoint.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

/** A pretended guest. Definitions are values: a change puts another one in the place of the old one. */
export class TestDomain implements ListedObject, DomainFilterFacts {
  /** What runs now; while nothing runs, what will. */
  definition: Definition;
  /** What the next start will run, while the guest runs and is persistent. */
  next: Definition | undefined = undefined;
  persistent = false;
  autostart = false;
  /** -1 while the guest does not run. */
  id = -1;
  /** `virDomainState` and the reason enum of that state. */
  state: number = DomainState.VIR_DOMAIN_SHUTOFF;
  reason: number = DomainShutoffReason.VIR_DOMAIN_SHUTOFF_UNKNOWN;
  /** Does a managed save wait for the next start? */
  managedSave = false;
  /** Mount points whose file systems are frozen. */
  readonly frozen: Set<string> = new Set<string>();
  readonly snapshots: MomentTree<Snapshot> = new MomentTree<Snapshot>('snapshot', 'VIR_FROM_TEST');

  readonly checkpoints: MomentTree<Checkpoint> = new MomentTree<Checkpoint>('checkpoint', 'VIR_FROM_TEST');

  constructor(definition: Definition) {
    this.definition = definition;
  }

  get name(): string {
    return this.definition.name;
  }

  get uuid(): string {
    return this.definition.uuid;
  }

  get active(): boolean {
    return this.id !== -1;
  }

  get ref(): DomainRef {
    return { name: this.name, uuid: this.uuid, id: this.id };
  }

  /** What a start would run: the definition that users mean by CONFIG. */
  get config(): Definition {
    return this.next ?? this.definition;
  }

  /** Replaces what the next start runs. */
  set config(definition: Definition) {
    if (this.active) this.next = definition;
    else this.definition = definition;
  }

  setState(state: number, reason: number): void {
    this.state = state;
    this.reason = reason;
  }

  get hasSnapshots(): boolean {
    return this.snapshots.size > 0;
  }

  get hasCheckpoints(): boolean {
    return this.checkpoints.size > 0;
  }
}
