import type { Disk, Domain } from '@virtweave/core-conf';
import { VirtError, errnoError } from '@virtweave/core-util';
import type { QemuEngine } from '../engine/engine.ts';
import type { Guest } from '../engine/guest.ts';

/** Every disk's file is there, and no other running guest writes to it. */
export async function checkDisks(engine: QemuEngine, guest: Guest, document: Domain, signal?: AbortSignal): Promise<void> {
  const used = usedImages(engine, guest);
  await Promise.all(
    document.devices.disks.map(async (disk) => {
      const path = imagePath(disk);
      if (path === undefined) return;
      const stat = await engine.host.stat(path, signal === undefined ? {} : { signal });
      if (stat === undefined) {
        if (disk.source.startupPolicy === 'optional' && disk.device !== 'disk') {
          delete (disk.source as { file?: string }).file;
          return;
        }
        throw errnoError(`Cannot access storage file '${path}'`, 'ENOENT');
      }
      const real = await engine.host.realPath(path);
      const owner = used.get(real) ?? used.get(path);
      if (owner !== undefined && !(owner.readonly && disk.readonly === true) && disk.shareable !== true) {
        throw new VirtError(
          'VIR_ERR_OPERATION_INVALID',
          `Setting disk ${disk.target.dev} is not possible: '${path}' is in use by domain '${owner.name}'`,
          { domain: 'VIR_FROM_QEMU' },
        );
      }
    }),
  );
}

function imagePath({ source }: Disk): string | undefined {
  if (source.type === 'file') return source.file;
  return source.type === 'block' ? source.dev : undefined;
}

interface ImageUser {
  readonly name: string;
  readonly readonly: boolean;
}

function usedImages(engine: QemuEngine, except: Guest): ReadonlyMap<string, ImageUser> {
  const used = new Map<string, ImageUser>();
  for (const guest of engine.guests) {
    if (guest === except || guest.running === undefined) continue;
    for (const disk of guest.running.document.devices.disks) {
      const path = imagePath(disk);
      if (path !== undefined && disk.shareable !== true) used.set(path, { name: guest.name, readonly: disk.readonly === true });
    }
  }
  return used;
}
