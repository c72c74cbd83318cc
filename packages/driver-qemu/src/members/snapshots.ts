import {
  DomainSnapshotCreateFlags as Create,
  DomainSnapshotDeleteFlags as Delete,
  DomainSnapshotXMLFlags as Xml,
} from '@virtweave/core-api/constants';
import { hasFlag, snapshotLookups } from '@virtweave/core-api/driver-kit';
import { formatDomainSnapshot, isExternalSnapshot } from '@virtweave/core-conf';
import type { QemuEngine } from '../engine/engine.ts';
import { createSnapshot, deleteSnapshotData, redefineSnapshot } from '../snapshot/create.ts';
import { revertToSnapshot } from '../snapshot/revert.ts';
import { refused, snapshotFacts } from '../snapshot/snapshot.ts';
import { forgetSnapshot, makeCurrent } from '../snapshot/store.ts';
import { withGuest, type Members } from './members.ts';

type Snapshots = Members<
  | 'domainListAllSnapshots' | 'domainSnapshotListAllChildren' | 'domainSnapshotLookupByName' | 'domainHasCurrentSnapshot'
  | 'domainSnapshotCurrent' | 'domainSnapshotIsCurrent' | 'domainSnapshotHasMetadata' | 'domainSnapshotGetParent'
  | 'domainSnapshotGetXMLDesc' | 'domainSnapshotCreateXML' | 'domainRevertToSnapshot' | 'domainSnapshotDelete'
>;

/** Moments to which guests can return. */
export function snapshotMembers(engine: QemuEngine): Snapshots {
  const { guests } = engine;
  return {
    ...snapshotLookups({ holder: (ref) => guests.get(ref), facts: snapshotFacts, errorDomain: 'VIR_FROM_QEMU' }),

    async domainSnapshotGetXMLDesc({ domain, name }, flags) {
      const guest = guests.get(domain);
      const secure = hasFlag(flags, Xml.VIR_DOMAIN_SNAPSHOT_XML_SECURE);
      return formatDomainSnapshot(guest.snapshots.get(name), { secure, domainUuid: guest.uuid });
    },

    domainSnapshotCreateXML: (ref, xml, flags, call) =>
      withGuest(engine, ref, 'modify', 'domainSnapshotCreateXML', call, async (guest, signal) => {
        const make = hasFlag(flags, Create.VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE) ? redefineSnapshot : createSnapshot;
        const { name } = await make(engine, guest, xml, flags, signal);
        return { name, domain: guest.ref };
      }),

    domainRevertToSnapshot: ({ domain, name }, flags, call) =>
      withGuest(engine, domain, 'modify', 'domainRevertToSnapshot', call, (guest, signal) =>
        revertToSnapshot(engine, guest, guest.snapshots.get(name), flags, signal),
      ),

    domainSnapshotDelete: ({ domain, name }, flags, call) =>
      withGuest(engine, domain, 'modify', 'domainSnapshotDelete', call, async (guest, signal) => {
        const { snapshots } = guest;
        const snapshot = snapshots.get(name);
        const onlyBelow = hasFlag(flags, Delete.VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN_ONLY);
        const below = onlyBelow || hasFlag(flags, Delete.VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN) ? snapshots.descendants(snapshot) : [];
        // From the leaves up: what is left when one fails is still a tree.
        const chosen = [...[...below].reverse(), ...(onlyBelow ? [] : [snapshot])];
        const metadataOnly = hasFlag(flags, Delete.VIR_DOMAIN_SNAPSHOT_DELETE_METADATA_ONLY);
        const external = chosen.filter(isExternalSnapshot).length;
        if (!metadataOnly && external > 0) {
          throw refused('VIR_ERR_CONFIG_UNSUPPORTED', `deletion of ${external} external disk snapshots not supported yet`);
        }
        const hadCurrent = snapshots.current !== undefined && below.includes(snapshots.current);
        for (const one of chosen) {
          if (!metadataOnly) await deleteSnapshotData(engine, guest, one, signal);
          await forgetSnapshot(engine, guest, one);
        }
        if (onlyBelow && hadCurrent) await makeCurrent(engine, guest, snapshot);
      }),
  };
}
