import type { Disk, Domain } from '@virtweave/core-conf';
import { VirtError, errnoError, type CallOptions } from '@virtweave/core-util';
import type { QemuEngine } from '../engine/engine.ts';
import type { Guest } from '../engine/guest.ts';
import { actualSource, resolveVolumes } from './volumes.ts';

/** A guest that uses an image. */
interface ImageUse {
  readonly guest: Guest;
  readonly readonly: boolean;
  readonly shareable: boolean;
}

/** Who uses which image, by its real path, from before a guest starts until it has ended. */
const images = new WeakMap<QemuEngine, Map<string, ImageUse[]>>();

/**
 * Every disk's volume is known, its file is there, and no other guest that runs or starts writes to it. From now on they are this guest's, until
 * {@link releaseDisks}.
 *
 * @throws VirtError `VIR_ERR_SYSTEM_ERROR` for an image that is absent, `VIR_ERR_OPERATION_INVALID` for one in use
 */
export async function claimDisks(engine: QemuEngine, guest: Guest, document: Domain, options: CallOptions = {}): Promise<void> {
  await resolveVolumes(engine, document, options.signal);
  const looks = await Promise.all(document.devices.disks.map((disk) => found(engine, disk, options)));
  const wanted = looks.filter((image) => image !== undefined);
  // From here on without waiting: two guests that start at once must not both find an image free.
  for (const image of wanted) {
    const other = usesOf(engine, image.real).find((use) => inConflict(use, guest, image.disk));
    if (other === undefined) continue;
    throw new VirtError(
      'VIR_ERR_OPERATION_INVALID',
      `Setting disk ${image.disk.target.dev} is not possible: '${image.path}' is in use by domain '${other.guest.name}'`,
      { domain: 'VIR_FROM_QEMU' },
    );
  }
  for (const image of wanted) claim(engine, guest, image);
}

/** The images of a guest that was found running. What has become of them meanwhile is no matter. */
export async function adoptDisks(engine: QemuEngine, guest: Guest, document: Domain): Promise<void> {
  for (const disk of document.devices.disks) {
    const path = imagePath(disk);
    if (path === undefined) continue;
    const there = (await engine.host.stat(path)) !== undefined;
    claim(engine, guest, { disk, real: there ? await engine.host.realPath(path) : path });
  }
}

/** The guest uses no image any more. */
export function releaseDisks(engine: QemuEngine, guest: Guest): void {
  const used = images.get(engine);
  for (const real of guest.images) {
    const left = used?.get(real)?.filter((use) => use.guest !== guest) ?? [];
    if (left.length > 0) used?.set(real, left);
    else used?.delete(real);
  }
  guest.images.clear();
}

/** The guest uses the image of one disk no more, unless another of its disks does. */
export async function releaseDisk(engine: QemuEngine, guest: Guest, disk: Disk): Promise<void> {
  const path = imagePath(disk);
  if (path === undefined) return;
  const there = (await engine.host.stat(path)) !== undefined;
  const real = there ? await engine.host.realPath(path) : path;
  const used = images.get(engine);
  const uses = used?.get(real) ?? [];
  const own = uses.findIndex((use) => use.guest === guest);
  if (own < 0) return;
  const left = uses.filter((_, at) => at !== own);
  if (left.length > 0) used?.set(real, left);
  else used?.delete(real);
  if (!left.some((use) => use.guest === guest)) guest.images.delete(real);
}

interface Image {
  readonly disk: Disk;
  readonly path: string;
  readonly real: string;
}

async function found({ host }: QemuEngine, disk: Disk, options: CallOptions): Promise<Image | undefined> {
  const path = imagePath(disk);
  if (path === undefined) return undefined;
  if ((await host.stat(path, options)) !== undefined) return { disk, path, real: await host.realPath(path, options) };
  if (disk.source.startupPolicy === 'optional' && disk.device !== 'disk') {
    delete (disk.source as { file?: string }).file;
    return undefined;
  }
  throw errnoError(`Cannot access storage file '${path}'`, 'ENOENT');
}

function imagePath({ source }: Disk): string | undefined {
  const actual = actualSource(source);
  if (actual.type === 'file') return actual.file;
  return actual.type === 'block' ? actual.dev : undefined;
}

function inConflict(use: ImageUse, guest: Guest, disk: Disk): boolean {
  if (use.guest === guest || use.shareable || disk.shareable === true) return false;
  return !(use.readonly && disk.readonly === true);
}

function usesOf(engine: QemuEngine, real: string): ImageUse[] {
  return images.get(engine)?.get(real) ?? [];
}

function claim(engine: QemuEngine, guest: Guest, { disk, real }: Pick<Image, 'disk' | 'real'>): void {
  const used = images.get(engine) ?? new Map<string, ImageUse[]>();
  images.set(engine, used);
  used.set(real, [...usesOf(engine, real), { guest, readonly: disk.readonly === true, shareable: disk.shareable === true }]);
  guest.images.add(real);
}
