import { DomainSnapshotListFlags as List } from '@virtweave/core-api/constants';
import { readDomainSnapshot } from '@virtweave/core-conf';
import { command, type AnyCommand } from '../../command.ts';
import { flag, text } from '../../grammar/option.ts';
import { findSnapshot } from '../../objects/moment.ts';
import { findDomain } from '../../objects/domain.ts';
import { ifThere } from '../../objects/find.ts';
import { domainOption } from '../domain/options.ts';

const snapshotInfo = command({
  name: 'snapshot-info',
  summary: 'snapshot information',
  description: 'Returns basic information about a snapshot.',
  options: {
    domain: domainOption,
    snapshotname: text('snapshot name', { positional: 'quietly', complete: 'snapshot' }),
    current: flag('info on current snapshot'),
  },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const hypervisor = await shell.hypervisor();
    const snapshot = await findSnapshot(shell, args, domain);
    const row = (label: string, value: string): void => shell.line(`${`${label}:`.padEnd(15)} ${value}`);
    row('Name', snapshot.name);
    row('Domain', domain.name);
    row('Current', (await hypervisor.domainSnapshotIsCurrent(snapshot, 0)) ? 'yes' : 'no');
    const document = readDomainSnapshot(await hypervisor.domainSnapshotGetXMLDesc(snapshot, 0), { redefine: true });
    row('State', document.state ?? '');
    row('Location', location(document));
    const parent = await ifThere(hypervisor.domainSnapshotGetParent(snapshot, 0), 'VIR_ERR_NO_DOMAIN_SNAPSHOT');
    row('Parent', parent?.name ?? '-');
    row('Children', String((await hypervisor.domainSnapshotListAllChildren(snapshot, 0)).length));
    const all = await hypervisor.domainSnapshotListAllChildren(
      snapshot,
      List.VIR_DOMAIN_SNAPSHOT_LIST_DESCENDANTS,
    );
    row('Descendants', String(all.length));
    row('Metadata', (await hypervisor.domainSnapshotHasMetadata(snapshot, 0)) ? 'yes' : 'no');
  },
});

/** Where the guest's memory is, or if it was not saved, its disks. */
function location({ memory, disks, state }: ReturnType<typeof readDomainSnapshot>): string {
  if (memory?.snapshot === 'external') return 'external';
  if (memory?.snapshot === 'internal' || state === 'disk-snapshot') return state === 'disk-snapshot' ? 'external' : 'internal';
  return disks?.some((disk) => disk.snapshot === 'external') ? 'external' : 'internal';
}

export const commands: readonly AnyCommand[] = [snapshotInfo];
