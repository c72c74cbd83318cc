import { VirtError } from '@virtweave/core-util/errors';
import type { Domain } from '../domain/domain.ts';
import type { Disk } from '../domain/devices/disk.ts';
import { sourcePath } from '../domain/devices/disk-source.ts';
import { unsupported } from '../domain/validate/refuse.ts';
import { isEmptySource, matchDisks } from '../moment/align.ts';
import type { SnapshotDisk } from './disk.ts';
import { nameOverlays, type OverlayOptions } from './overlay-names.ts';
import type { SnapshotLocation } from './location.ts';
import type { DomainSnapshot } from './snapshot.ts';

export interface AlignSnapshotOptions extends OverlayOptions {
  /** The guest's definition. Default: the one that the snapshot holds. */
  readonly domain?: Domain;
  /** Where a disk that says nothing is kept. */
  readonly location: SnapshotLocation;
  /** Refuse disks that are kept elsewhere. A disk that the definition leaves out may be left out. */
  readonly uniform?: boolean;
}

/**
 * Makes the snapshot's disks those of the guest, in their order, each with a place where it is kept; external ones get the
 * name of an overlay (`virDomainSnapshotAlignDisks`).
 *
 * @throws VirtError `VIR_ERR_CONFIG_UNSUPPORTED` when the wishes do not fit the guest's disks
 */
export function alignSnapshotDisks(snapshot: DomainSnapshot, options: AlignSnapshotOptions): void {
  const domain = options.domain ?? snapshot.domain;
  if (domain === undefined)
    throw new VirtError('VIR_ERR_INTERNAL_ERROR', 'missing domain in snapshot', { domain: 'VIR_FROM_DOMAIN_SNAPSHOT' });
  const { disks } = domain.devices;
  const wished = snapshot.disks ?? [];
  if (wished.length > disks.length) throw unsupported('too many disk snapshot requests for domain');
  if (disks.length === 0) return;
  for (const [dev, one] of matchDisks(wished, disks))
    placeDisk(one, disks.find(({ target }) => target.dev === dev) as Disk, options);
  snapshot.disks = disks.map(
    (disk) =>
      wished.find(({ name }) => name === disk.target.dev) ?? {
        name: disk.target.dev,
        snapshot: defaultPlace(disk, options),
      },
  );
  nameOverlays(snapshot, disks, options);
}

function placeDisk(wished: SnapshotDisk, disk: Disk, { location, uniform = false }: AlignSnapshotOptions): void {
  if (wished.snapshot === undefined) {
    const own = disk.snapshot;
    wished.snapshot = own !== undefined && (!uniform || own === location || own === 'no') ? own : location;
  } else if (uniform && wished.snapshot !== location && !(wished.snapshot === 'no' && disk.snapshot === 'no')) {
    throw unsupported(`disk '${wished.name}' must use snapshot mode '${location}'`);
  }
  const path = wished.source && sourcePath(wished.source);
  if (path !== undefined && wished.snapshot !== 'external')
    throw unsupported(`file '${path}' for disk '${wished.name}' requires use of external snapshot mode`);
}

/** Drives with nothing inside have nothing to keep. */
function defaultPlace(disk: Disk, { location }: AlignSnapshotOptions): SnapshotLocation {
  return isEmptySource(disk.source) ? 'no' : (disk.snapshot ?? location);
}
