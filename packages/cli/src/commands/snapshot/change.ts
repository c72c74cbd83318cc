import { DomainSnapshotCreateFlags, DomainSnapshotDeleteFlags, DomainSnapshotRevertFlags, DomainSnapshotXMLFlags } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { attempt, CommandError } from '../../errors.ts';
import { flagsOf, exclusive } from '../../flags.ts';
import { flag, text } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { findSnapshot } from '../../objects/moment.ts';
import { isVirtError } from '@virtweave/core-util/errors';
import { domainOption } from '../domain/options.ts';
import { snapshotnameOption } from './options.ts';

const snapshotCurrent = command({
  name: 'snapshot-current',
  summary: 'Get or set the current snapshot',
  description: 'Get or set the current snapshot',
  options: {
    domain: domainOption,
    name: flag('list the name, rather than the full xml'),
    'security-info': flag('include security sensitive information in XML dump'),
    snapshotname: text('name of existing snapshot to make current', { positional: 'quietly', complete: 'snapshot' }),
  },
  async run(shell, args) {
    const flags = flagsOf(args, { 'security-info': DomainSnapshotXMLFlags.VIR_DOMAIN_SNAPSHOT_XML_SECURE });
    exclusive(args, 'name', 'snapshotname');
    const domain = await findDomain(shell, args);
    const hypervisor = await shell.hypervisor();
    const name = args.text('snapshotname');
    if (name !== undefined) {
      const snapshot = await hypervisor.domainSnapshotLookupByName(domain, name, 0);
      const xml = await hypervisor.domainSnapshotGetXMLDesc(snapshot, DomainSnapshotXMLFlags.VIR_DOMAIN_SNAPSHOT_XML_SECURE);
      await hypervisor.domainSnapshotCreateXML(
        domain,
        xml,
        DomainSnapshotCreateFlags.VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE | DomainSnapshotCreateFlags.VIR_DOMAIN_SNAPSHOT_CREATE_CURRENT,
      );
      shell.extra(`Snapshot ${name} set as current`);
      return;
    }
    if (!(await hypervisor.domainHasCurrentSnapshot(domain, 0))) {
      throw new CommandError(`domain '${domain.name}' has no current snapshot`);
    }
    const snapshot = await hypervisor.domainSnapshotCurrent(domain, 0);
    shell.print(args.flag('name') ? snapshot.name : await hypervisor.domainSnapshotGetXMLDesc(snapshot, flags));
  },
});

const snapshotDelete = command({
  name: 'snapshot-delete',
  summary: 'Delete a domain snapshot',
  description: 'Snapshot Delete',
  options: {
    domain: domainOption,
    snapshotname: snapshotnameOption,
    current: flag('delete current snapshot'),
    children: flag('delete snapshot and all children'),
    'children-only': flag('delete children but not snapshot'),
    metadata: flag('delete only libvirt metadata, leaving snapshot contents behind'),
  },
  async run(shell, args) {
    const flags = flagsOf(args, {
      children: DomainSnapshotDeleteFlags.VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN,
      'children-only': DomainSnapshotDeleteFlags.VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN_ONLY,
      metadata: DomainSnapshotDeleteFlags.VIR_DOMAIN_SNAPSHOT_DELETE_METADATA_ONLY,
    });
    const domain = await findDomain(shell, args);
    const snapshot = await findSnapshot(shell, args, domain);
    const hypervisor = await shell.hypervisor();
    await attempt(hypervisor.domainSnapshotDelete(snapshot, flags), `Failed to delete snapshot ${snapshot.name}`);
    shell.extra(`Domain snapshot ${snapshot.name}${args.flag('children-only') ? ' children' : ''} deleted\n`);
  },
});

const snapshotRevert = command({
  name: 'snapshot-revert',
  summary: 'Revert a domain to a snapshot',
  description: 'Revert domain to snapshot',
  options: {
    domain: domainOption,
    snapshotname: snapshotnameOption,
    current: flag('revert to current snapshot'),
    running: flag('after reverting, change state to running'),
    paused: flag('after reverting, change state to paused'),
    force: flag('try harder on risky reverts'),
    'reset-nvram': flag('re-initialize NVRAM from its pristine template'),
  },
  async run(shell, args) {
    const flags = flagsOf(args, {
      running: DomainSnapshotRevertFlags.VIR_DOMAIN_SNAPSHOT_REVERT_RUNNING,
      paused: DomainSnapshotRevertFlags.VIR_DOMAIN_SNAPSHOT_REVERT_PAUSED,
      'reset-nvram': DomainSnapshotRevertFlags.VIR_DOMAIN_SNAPSHOT_REVERT_RESET_NVRAM,
    });
    const domain = await findDomain(shell, args);
    const snapshot = await findSnapshot(shell, args, domain);
    const hypervisor = await shell.hypervisor();
    try {
      await hypervisor.domainRevertToSnapshot(snapshot, flags);
    } catch (error) {
      // Force is used only where it is needed.
      if (!args.flag('force') || !isVirtError(error, 'VIR_ERR_SNAPSHOT_REVERT_RISKY')) throw error;
      await hypervisor.domainRevertToSnapshot(snapshot, flags | DomainSnapshotRevertFlags.VIR_DOMAIN_SNAPSHOT_REVERT_FORCE);
    }
    shell.extra(`Domain snapshot ${snapshot.name} reverted\n`);
  },
});

export const commands: readonly AnyCommand[] = [snapshotCurrent, snapshotDelete, snapshotRevert];
