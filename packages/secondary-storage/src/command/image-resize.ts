import type { StorageVol } from '@virtweave/core-conf/storage';
import type { Command } from './command.ts';
import { opened } from './image-commands.ts';
import { checkEncryption, secretObject, toolFormat } from './image-options.ts';

/** How qemu-img gives an image another capacity. Bytes; qemu-img takes whole sectors only. */
export function imageResizeCommand(
  volume: StorageVol,
  capacity: bigint,
  { shrink, secretFile }: { readonly shrink: boolean; readonly secretFile?: string },
): Command {
  checkEncryption(volume);
  const size = String(((capacity + 511n) / 512n) * 512n);
  const how = shrink ? ['--shrink'] : [];
  if (volume.target.encryption === undefined) {
    return { program: 'qemu-img', args: ['resize', '-f', toolFormat(volume), ...how, volume.target.path ?? '', size] };
  }
  const key = secretObject(volume, secretFile);
  return { program: 'qemu-img', args: ['resize', ...how, ...key, '--image-opts', opened(volume), size] };
}
