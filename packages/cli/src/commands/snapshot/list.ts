import type { DomainSnapshotRef } from '@virtweave/core-api';
import { DomainSnapshotListFlags, DomainSnapshotXMLFlags } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { CommandError } from '../../errors.ts';
import { flagsOf, exclusive } from '../../flags.ts';
import { flag, text, needed } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { ifThere } from '../../objects/find.ts';
import { findSnapshot } from '../../objects/moment.ts';
import { table } from '../../table.ts';
import { shownTime } from '../../time.ts';
import { byName } from '../../tree.ts';
import { drawMoments } from '../../tree.ts';
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
    const tree = args.flag('tree');
    exclusive(args, 'tree', 'name');
    exclusive(args, 'parent', 'roots');
    exclusive(args, 'parent', 'tree');
    exclusive(args, 'roots', 'tree');
    exclusive(args, 'roots', 'from');
    exclusive(args, 'roots', 'current');
    let flags = flagsOf(args, filters);
    const domain = await findDomain(shell, args);
    const hypervisor = await shell.hypervisor();
    const from = args.has('from') || args.flag('current') ? await findSnapshot(shell, args, domain, 'from') : undefined;
    if (from && (tree || args.flag('descendants'))) flags |= DomainSnapshotListFlags.VIR_DOMAIN_SNAPSHOT_LIST_DESCENDANTS;
    const found = from
      ? await hypervisor.domainSnapshotListAllChildren(from, flags)
      : await hypervisor.domainListAllSnapshots(domain, flags);
    const snapshots = args.flag('topological') ? found : byName(found);
    const parentOf = async (snapshot: DomainSnapshotRef): Promise<string | undefined> =>
      (await ifThere(hypervisor.domainSnapshotGetParent(snapshot, 0), 'VIR_ERR_NO_DOMAIN_SNAPSHOT'))?.name;
    if (tree) {
      shell.print(await drawMoments(from ? [from, ...snapshots] : snapshots, parentOf, from?.name));
      return;
    }
    if (args.flag('name')) {
      for (const { name } of snapshots) shell.line(name);
      return;
    }
    const rows: string[][] = [];
    for (const snapshot of snapshots) {
      const { creationTime, state } = readDomainSnapshot(await hypervisor.domainSnapshotGetXMLDesc(snapshot, 0), { redefine: true });
      const row = [snapshot.name, creationTime === undefined ? '' : shownTime(BigInt(creationTime)), state ?? ''];
      if (args.flag('parent')) row.push((await parentOf(snapshot)) ?? '');
      rows.push(row);
    }
    const heading = ['Name', 'Creation Time', 'State', ...(args.flag('parent') ? ['Parent'] : [])];
    shell.print(table(heading, rows, shell.options.quiet));
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
  },
  async run(shell, args) {
    const flags = flagsOf(args, { 'security-info': DomainSnapshotXMLFlags.VIR_DOMAIN_SNAPSHOT_XML_SECURE });
    const domain = await findDomain(shell, args);
    const hypervisor = await shell.hypervisor();
    const snapshot = await hypervisor.domainSnapshotLookupByName(domain, args.needed('snapshotname'), 0);
    shell.print(await hypervisor.domainSnapshotGetXMLDesc(snapshot, flags));
  },
});

export const commands: readonly AnyCommand[] = [snapshotList, snapshotParent, snapshotDumpxml];
