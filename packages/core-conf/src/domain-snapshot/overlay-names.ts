import type { Disk } from '../domain/devices/disk.ts';
import { sourcePath } from '../domain/devices/disk-source.ts';
import { unsupported } from '../domain/validate/refuse.ts';
import type { SnapshotDisk } from './disk.ts';
import type { DomainSnapshot } from './snapshot.ts';

export interface OverlayOptions {
  /** Overlays are only made next to regular files. Asked beforehand; default: every path is one. */
  readonly isRegularFile?: (path: string) => boolean;
}

/** Names the overlays of external snapshots after the images below and the snapshot: `web.qcow2` becomes `web.before`. */
export function nameOverlays(
  snapshot: DomainSnapshot,
  disks: readonly Disk[],
  { isRegularFile = () => true }: OverlayOptions,
): void {
  const all = snapshot.disks ?? [];
  all.forEach((one, index) => {
    if (one.snapshot !== 'external' || (one.source && sourcePath(one.source) !== undefined)) return;
    one.source = { ...(one.source ?? { type: 'file' }), ...overlay(one, disks, snapshot.name ?? '', isRegularFile) };
    const { file } = one.source;
    const same = all.find(
      (other, at) => at !== index && other.source !== undefined && sourcePath(other.source) === file,
    );
    if (same !== undefined)
      throw unsupported(
        `cannot generate external snapshot name for disk '${one.name}': collision with disk '${same.name}'`,
      );
  });
}

function overlay(
  { name, source }: SnapshotDisk,
  disks: readonly Disk[],
  snapshotName: string,
  isRegularFile: (path: string) => boolean,
): { type: 'file'; file: string } {
  const type = source?.type ?? 'file';
  if (type !== 'file')
    throw unsupported(`cannot generate external snapshot name for disk '${name}' on a '${type}' device`);
  const below = disks.find(({ target }) => target.dev === name);
  const path = below && sourcePath(below.source);
  if (path === undefined) throw unsupported(`cannot generate external snapshot name for disk '${name}' without source`);
  if (!isRegularFile(path))
    throw unsupported(`source for disk '${name}' is not a regular file; refusing to generate external snapshot name`);
  return { type, file: `${path.replace(/\.[^./]*$/, '')}.${snapshotName}` };
}
