import { VirtError, type ErrorDomain } from '@virtweave/core-util/errors';
import type { HypervisorDriver } from '../contract/families.ts';
import type { DomainRef, DomainSnapshotRef } from '../contract/references.ts';
import type { Moment, MomentTree, SnapshotFilterFacts } from './moment-tree.ts';

/** A domain with its snapshots. */
export interface SnapshotHolder<T extends Moment> {
  readonly ref: DomainRef;
  readonly snapshots: MomentTree<T>;
}

export interface SnapshotSource<T extends Moment> {
  /** @throws VirtError VIR_ERR_NO_DOMAIN when there is no such domain */
  holder(domain: DomainRef): SnapshotHolder<T> | Promise<SnapshotHolder<T>>;
  /** What the filters of the lists ask. */
  facts(snapshot: T): SnapshotFilterFacts;
  /** Who raises errors. */
  readonly errorDomain: ErrorDomain;
}

type Lookups = Pick<
  HypervisorDriver,
  | 'domainListAllSnapshots'
  | 'domainSnapshotListAllChildren'
  | 'domainSnapshotLookupByName'
  | 'domainHasCurrentSnapshot'
  | 'domainSnapshotCurrent'
  | 'domainSnapshotIsCurrent'
  | 'domainSnapshotHasMetadata'
  | 'domainSnapshotGetParent'
>;

/** The members that only look at a domain's snapshots: the same for every driver that keeps them in a {@link MomentTree}. */
export function snapshotLookups<T extends Moment>({ holder, facts, errorDomain }: SnapshotSource<T>): Lookups {
  const absent = (detail: string): VirtError => new VirtError('VIR_ERR_NO_DOMAIN_SNAPSHOT', detail, { domain: errorDomain });
  const refTo =
    ({ ref }: SnapshotHolder<T>) =>
    ({ name }: T): DomainSnapshotRef => ({ name, domain: ref });

  return {
    async domainListAllSnapshots(ref, flags) {
      const found = await holder(ref);
      return found.snapshots.list(undefined, flags, facts).map(refTo(found));
    },
    async domainSnapshotListAllChildren({ domain, name }, flags) {
      const found = await holder(domain);
      return found.snapshots.list(found.snapshots.get(name), flags, facts).map(refTo(found));
    },
    async domainSnapshotLookupByName(ref, name) {
      const found = await holder(ref);
      return refTo(found)(found.snapshots.get(name));
    },
    domainHasCurrentSnapshot: async (ref) => (await holder(ref)).snapshots.current !== undefined,
    async domainSnapshotCurrent(ref) {
      const found = await holder(ref);
      const { current } = found.snapshots;
      if (current === undefined) throw absent('the domain does not have a current snapshot');
      return refTo(found)(current);
    },
    async domainSnapshotIsCurrent({ domain, name }) {
      const { snapshots } = await holder(domain);
      return snapshots.current === snapshots.get(name);
    },
    async domainSnapshotHasMetadata({ domain, name }) {
      const { snapshots } = await holder(domain);
      snapshots.get(name);
      return true;
    },
    async domainSnapshotGetParent({ domain, name }) {
      const found = await holder(domain);
      const parent = found.snapshots.parentOf(found.snapshots.get(name));
      if (parent === undefined) throw absent(`snapshot '${name}' does not have a parent`);
      return refTo(found)(parent);
    },
  };
}
