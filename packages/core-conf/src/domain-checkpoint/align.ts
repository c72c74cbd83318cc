import { VirtError } from '@virtweave/core-util/errors';
import type { Disk } from '../domain/devices/disk.ts';
import type { Domain } from '../domain/domain.ts';
import { unsupported } from '../domain/validate/refuse.ts';
import { isEmptySource, matchDisks } from '../moment/align.ts';
import type { DomainCheckpoint } from './checkpoint.ts';

/**
 * Makes the checkpoint's disks those of the guest, in their order (`virDomainCheckpointAlignDisks`). Without a list of
 * disks the checkpoint has all that can be written to; with one, those that it does not name have none.
 *
 * @param domain the guest's definition; default: the one that the checkpoint holds
 * @throws VirtError `VIR_ERR_CONFIG_UNSUPPORTED` when the wishes do not fit the guest's disks
 */
export function alignCheckpointDisks(
  checkpoint: DomainCheckpoint,
  domain: Domain | undefined = checkpoint.domain,
): void {
  if (domain === undefined)
    throw new VirtError('VIR_ERR_INTERNAL_ERROR', 'missing domain in checkpoint', {
      domain: 'VIR_FROM_DOMAIN_CHECKPOINT',
    });
  const { disks } = domain.devices;
  const wished = checkpoint.disks ?? [];
  if (wished.length > disks.length) throw unsupported('too many disk checkpoint requests for domain');
  if (disks.length === 0) throw unsupported('domain must have at least one disk to perform checkpoints');
  const matched = matchDisks(wished, disks);
  checkpoint.disks = disks.map((disk) => {
    const name = disk.target.dev;
    const one = matched.get(name) ?? { name, checkpoint: wished.length === 0 && canNote(disk) ? 'bitmap' : 'no' };
    if (one.checkpoint === 'no') return one;
    if (!canNote(disk)) throw unsupported(`disk '${name}' is empty or readonly`);
    if (checkpoint.name !== undefined) one.bitmap ??= checkpoint.name;
    return one;
  });
}

function canNote({ source, readonly }: Disk): boolean {
  return readonly !== true && !isEmptySource(source);
}
