import type { DomainCheckpointRef, DomainRef, DomainSnapshotRef } from '@virtweave/core-api';
import { CommandError } from '../errors.ts';
import type { AnyArgs } from '../grammar/args.ts';
import type { Shell } from '../shell.ts';

/** The snapshot that an option names, or with `--current` the current one. @throws CommandError if neither is there, or both */
export async function findSnapshot(
  shell: Shell,
  args: AnyArgs,
  domain: DomainRef,
  option = 'snapshotname',
): Promise<DomainSnapshotRef> {
  const name = args.text(option);
  const current = args.flag('current');
  if (name !== undefined && current) throw new CommandError(`--${option} and --current are mutually exclusive`);
  const hypervisor = await shell.hypervisor();
  if (name !== undefined) return await hypervisor.domainSnapshotLookupByName(domain, name, 0);
  if (!current) throw new CommandError(`--${option} or --current is required`);
  return await hypervisor.domainSnapshotCurrent(domain, 0);
}

/** The checkpoint that an option names. @throws CommandError if it is not there */
export async function findCheckpoint(
  shell: Shell,
  args: AnyArgs,
  domain: DomainRef,
  option = 'checkpointname',
): Promise<DomainCheckpointRef> {
  const name = args.text(option);
  if (name === undefined) throw new CommandError(`--${option} is required`);
  return await (await shell.hypervisor()).domainCheckpointLookupByName(domain, name, 0);
}
