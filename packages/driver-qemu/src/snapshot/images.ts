import type { Disk, Domain } from '@virtweave/core-conf';
import type { CallOptions, Host } from '@virtweave/core-util';
import { VirtError, getLogger, type Logger } from '@virtweave/core-util';
import { refused } from './snapshot.ts';

const log: Logger = getLogger('qemu.qemu_snapshot');

/** The images that hold a guest's snapshot, by their disks' targets. */
export function imagesOf(domain: Domain, targets: readonly string[]): readonly string[] {
  return targets.flatMap((target) => {
    const disk = domain.devices.disks.find((one) => one.target.dev === target);
    return disk === undefined ? [] : [internalImage(disk)];
  });
}

/** An image that can hold snapshots. @throws VirtError VIR_ERR_CONFIG_UNSUPPORTED */
function internalImage(disk: Disk): string {
  checkInternal(disk);
  const { source } = disk;
  const path = source.type === 'file' ? source.file : source.type === 'block' ? source.dev : undefined;
  if (path !== undefined) return path;
  throw refused('VIR_ERR_CONFIG_UNSUPPORTED', `internal snapshot of disk '${disk.target.dev}' of type '${source.type}' is not supported while the guest is off`);
}

/** Formats that keep snapshots within the image. */
const formats = new Set(['qcow', 'qcow2']);

export function checkInternal({ target, driver }: Disk): void {
  const format = driver?.type ?? 'raw';
  if (formats.has(format)) return;
  throw refused('VIR_ERR_CONFIG_UNSUPPORTED', `internal snapshot for disk ${target.dev} unsupported for storage type ${format}`);
}

/** Makes a snapshot in each image of a guest that is off; when one fails it is in none. */
export async function snapshotImages(host: Host, images: readonly string[], name: string, call: CallOptions): Promise<void> {
  const made: string[] = [];
  try {
    for (const image of images) {
      await imageCommand(host, '-c', name, image, call);
      made.push(image);
    }
  } catch (error) {
    for (const image of made) await quietly(host, '-d', name, image);
    throw error;
  }
}

/** Takes the content of each image back. */
export async function revertImages(host: Host, images: readonly string[], name: string, call: CallOptions): Promise<void> {
  for (const image of images) await imageCommand(host, '-a', name, image, call);
}

/** Removes a snapshot from the images. One that does not hold it, or is gone, is passed over. */
export async function removeFromImages(host: Host, images: readonly string[], name: string): Promise<void> {
  for (const image of images) await quietly(host, '-d', name, image);
}

async function imageCommand(host: Host, action: '-c' | '-a' | '-d', name: string, image: string, call: CallOptions = {}): Promise<void> {
  const { status, stderr } = await host.run('qemu-img', ['snapshot', action, name, image], { ...call, check: false });
  if (status === 0) return;
  throw new VirtError('VIR_ERR_INTERNAL_ERROR', `qemu-img snapshot ${action} ${name} ${image}: ${stderr.trim() || `status ${status}`}`, { domain: 'VIR_FROM_QEMU' });
}

async function quietly(host: Host, action: '-d', name: string, image: string): Promise<void> {
  try {
    await imageCommand(host, action, name, image);
  } catch (error) {
    log.warning(String(error));
  }
}
