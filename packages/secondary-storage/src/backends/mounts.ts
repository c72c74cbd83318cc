import type { Machine } from '../machine.ts';

/** A mounted file system, by `/proc/mounts`. */
export interface Mount {
  readonly source: string;
  readonly folder: string;
  readonly type: string;
}

/** What is mounted at a folder, on top. */
export async function mountedAt({ host, call }: Machine, folder: string): Promise<Mount | undefined> {
  const text = (await host.readFile('/proc/mounts', { signal: call.signal })).toString();
  const mounts = text.split('\n').map((line) => {
    const [source = '', at = '', type = ''] = line.split(' ').map(unescaped);
    return { source, folder: at, type };
  });
  return mounts.filter((mount) => mount.folder === folder).at(-1);
}

/** Blanks and backslashes are told in octal. */
function unescaped(field: string): string {
  if (!field.includes('\\')) return field;
  // Bytes, since what stands behind a backslash is one; the rest of a character in UTF-8 follows it.
  const bytes = Buffer.from(field).toString('latin1');
  const plain = bytes.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
  return Buffer.from(plain, 'latin1').toString();
}
