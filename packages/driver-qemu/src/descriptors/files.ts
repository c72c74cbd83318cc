import type { Host } from '@virtweave/core-util';

/** What files of QEMU's interoperability folders describe: firmware images, or programs that serve vhost-user devices. */
export type DescriptorKind = 'firmware' | 'vhost-user';

/** One descriptor: a JSON document by which a distribution or an administrator tells of something installed. */
export interface DescriptorFile {
  readonly path: string;
  readonly text: string;
}

export interface DescriptorOptions {
  /** Settings of the user, who has the first word: `$XDG_CONFIG_HOME`. Absent for the system's own driver. */
  readonly userConfig?: string;
  readonly signal?: AbortSignal;
}

/** A descriptor is a page of JSON. */
const MAX_DESCRIPTOR = 1024 * 1024;

/**
 * The descriptors of a kind in the order in which they are tried (`qemuInteropFetchConfigs`): user, administrator,
 * distribution.
 */
export async function readDescriptorFiles(
  host: Host,
  kind: DescriptorKind,
  { userConfig, signal }: DescriptorOptions = {},
): Promise<readonly DescriptorFile[]> {
  const folders = [
    ...(userConfig === undefined ? [] : [`${userConfig}/qemu/${kind}`]),
    `/etc/qemu/${kind}`,
    `/usr/share/qemu/${kind}`,
  ];
  const call = signal === undefined ? {} : { signal };
  return orderDescriptorFiles(
    await Promise.all(
      folders.map(async (folder) => {
        const names = ((await host.list(folder, call)) ?? []).filter(isDescriptor);
        return Promise.all(
          names.map(async (name): Promise<DescriptorFile> => {
            const path = `${folder}/${name}`;
            return { path, text: (await host.readFile(path, { maxBytes: MAX_DESCRIPTOR, ...call })).toString('utf8') };
          }),
        );
      }),
    ),
  );
}

const isDescriptor = (name: string): boolean => name.endsWith('.json') && !name.startsWith('.');

/**
 * By file name. A file hides those of the same name in later folders, and an empty one says that there is none.
 *
 * @param folders the folder with the last word first
 */
export function orderDescriptorFiles(folders: readonly (readonly DescriptorFile[])[]): readonly DescriptorFile[] {
  const byName = new Map<string, DescriptorFile>();
  for (const file of folders.flat()) {
    const name = file.path.slice(file.path.lastIndexOf('/') + 1);
    if (isDescriptor(name) && !byName.has(name)) byName.set(name, file);
  }
  return [...byName]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, file]) => file)
    .filter(({ text }) => text.trim() !== '');
}
