import { DomainSnapshotListFlags, DomainSnapshotXMLFlags } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { dumpDocument, xpathOptions } from '../../dump-document.ts';
import { CommandError } from '../../errors.ts';
import { flagsOf, exclusive } from '../../flags.ts';
import { flag, text, needed } from '../../grammar/option.ts';
import { checkMomentOptions, showMoments } from '../../moments.ts';
import { findDomain } from '../../objects/domain.ts';
import { ifThere } from '../../objects/find.ts';
import { findSnapshot } from '../../objects/moment.ts';
import { shownTime } from '../../time.ts';
import { readDomainSnapshot } from '@virtweave/core-conf';
import { domainOption } from '../domain/options.ts';

/** Which snapshots an option asks for. */
const filters = {
  roots: DomainSnapshotListFlags.VIR_DOMAIN_SNAPSHOT_LIST_ROOTS,
  leaves: DomainSnapshotListFlags.VIR_DOMAIN_SNAPSHOT_LIST_LEAVES,
  'no-leaves': DomainSnapshotListFlags.VIR_DOMAIN_SNAPSHOT_LIST_NO_LEAVES,
  metadata: DomainSnapshotListFlags.VIR_DOMAIN_SNAPSHOT_LIST_METADATA,
  'no-metadata': DomainSnapshotListFlags.VIR_DOMAIN_SNAPSHOT_LIST_NO_METADATA,
  inactive: DomainSnapshotListFlags.VIR_DOMAIN_SNAPSHOT_LIST_INACTIVE,
  active: DomainSnapshotListFlags.VIR_DOMAIN_SNAPSHOT_LIST_ACTIVE,
  'disk-only': DomainSnapshotListFlags.VIR_DOMAIN_SNAPSHOT_LIST_DISK_ONLY,
  internal: DomainSnapshotListFlags.VIR_DOMAIN_SNAPSHOT_LIST_INTERNAL,
  external: DomainSnapshotListFlags.VIR_DOMAIN_SNAPSHOT_LIST_EXTERNAL,
  topological: DomainSnapshotListFlags.VIR_DOMAIN_SNAPSHOT_LIST_TOPOLOGICAL,
};

const snapshotList = command({
  name: 'snapshot-list',
  summary: 'List snapshots for a domain',
  description: 'Snapshot List',
  options: {
    domain: domainOption,
    parent: flag('add a column showing parent snapshot'),
    roots: flag('list only snapshots without parents'),
    leaves: flag('list only snapshots without children'),
    'no-leaves': flag('list only snapshots that are not leaves (with children)'),
    metadata: flag('list only snapshots that have metadata that would prevent undefine'),
    'no-metadata': flag('list only snapshots that have no metadata managed by libvirt'),
    inactive: flag('filter by snapshots taken while inactive'),
    active: flag('filter by snapshots taken while active (full system snapshots)'),
    'disk-only': flag('filter by disk-only snapshots'),
    internal: flag('filter by internal snapshots'),
    external: flag('filter by external snapshots'),
    tree: flag('list snapshots in a tree'),
    from: text('limit list to children of given snapshot', { positional: 'quietly' }),
    current: flag('limit list to children of current snapshot'),
    descendants: flag('with --from, list all descendants'),
    name: flag('list snapshot names only'),
    topological: flag('sort list topologically rather than by name'),
  },
  async run(shell, args) {
    checkMomentOptions(args);
    exclusive(args, 'roots', 'current');
    let flags = flagsOf(args, filters);
    const domain = await findDomain(shell, args);
    const hypervisor = await shell.hypervisor();
    const from = args.has('from') || args.flag('current') ? await findSnapshot(shell, args, domain, 'from') : undefined;
    if (from && (args.flag('tree') || args.flag('descendants'))) flags |= DomainSnapshotListFlags.VIR_DOMAIN_SNAPSHOT_LIST_DESCENDANTS;
    await showMoments(shell, args, {
      found: from
        ? await hypervisor.domainSnapshotListAllChildren(from, flags)
        : await hypervisor.domainListAllSnapshots(domain, flags),
      from,
      parentOf: async (snapshot) =>
        (await ifThere(hypervisor.domainSnapshotGetParent(snapshot, 0), 'VIR_ERR_NO_DOMAIN_SNAPSHOT'))?.name,
      columns: ['Creation Time', 'State'],
      async cells(snapshot) {
        const xml = await hypervisor.domainSnapshotGetXMLDesc(snapshot, 0);
        const { creationTime, state } = readDomainSnapshot(xml, { redefine: true });
        return [creationTime === undefined ? '' : shownTime(BigInt(creationTime)), state ?? ''];
      },
    });
  },
});

const snapshotParent = command({
  name: 'snapshot-parent',
  summary: 'Get the name of the parent of a snapshot',
  description: "Extract the snapshot's parent, if any",
  options: {
    domain: domainOption,
    snapshotname: text('find parent of snapshot name', { positional: 'quietly', complete: 'snapshot' }),
    current: flag('find parent of current snapshot'),
  },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const snapshot = await findSnapshot(shell, args, domain);
    const hypervisor = await shell.hypervisor();
    const parent = await ifThere(hypervisor.domainSnapshotGetParent(snapshot, 0), 'VIR_ERR_NO_DOMAIN_SNAPSHOT');
    if (!parent) throw new CommandError(`snapshot '${snapshot.name}' has no parent`);
    shell.print(parent.name);
  },
});

const snapshotDumpxml = command({
  name: 'snapshot-dumpxml',
  summary: 'Dump XML for a domain snapshot',
  description: 'Snapshot Dump XML',
  options: {
    domain: domainOption,
    snapshotname: text('snapshot name', { ...needed, complete: 'snapshot' }),
    'security-info': flag('include security sensitive information in XML dump'),
    ...xpathOptions,
  },
  async run(shell, args) {
    const flags = flagsOf(args, { 'security-info': DomainSnapshotXMLFlags.VIR_DOMAIN_SNAPSHOT_XML_SECURE });
    const domain = await findDomain(shell, args);
    const hypervisor = await shell.hypervisor();
    const snapshot = await hypervisor.domainSnapshotLookupByName(domain, args.needed('snapshotname'), 0);
    await dumpDocument(shell, args, await hypervisor.domainSnapshotGetXMLDesc(snapshot, flags));
  },
});

export const commands: readonly AnyCommand[] = [snapshotList, snapshotParent, snapshotDumpxml];
