import type { Host } from '@virtweave/core-util';
import { orderFirmwareDescriptors, type FirmwareDescriptor } from '../firmware/index.ts';

/** Where the administrator and the distribution describe firmware, the one with the last word first. */
const folders = ['/etc/qemu/firmware', '/usr/share/qemu/firmware'];

/** A descriptor is a page of JSON. */
const MAX_DESCRIPTOR = 1024 * 1024;

/** The firmware that this machine has, in the order in which it is tried. */
export async function installedFirmwares(host: Host): Promise<readonly FirmwareDescriptor[]> {
  return orderFirmwareDescriptors(await Promise.all(folders.map((folder) => readDescriptors(host, folder))));
}

async function readDescriptors(host: Host, folder: string): Promise<ReadonlyMap<string, string>> {
  const names = ((await host.list(folder)) ?? []).filter((name) => name.endsWith('.json'));
  return new Map(
    await Promise.all(
      names.map(async (name): Promise<[string, string]> => {
        const text = await host.readFile(`${folder}/${name}`, { maxBytes: MAX_DESCRIPTOR });
        return [name, text.toString('utf8')];
      }),
    ),
  );
}
