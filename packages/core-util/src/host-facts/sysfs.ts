import type { Host } from '../host/host.ts';

/** What is used of a host to learn about it. */
export type FactsHost = Pick<Host, 'readFile' | 'list' | 'stat'>;

/** Text of a file of the kernel; undefined when there is none. */
export async function factText(host: FactsHost, path: string): Promise<string | undefined> {
  if ((await host.stat(path)) === undefined) return undefined;
  return (await host.readFile(path, { maxBytes: 4 * 1024 * 1024 })).toString('utf8');
}

/** The numbers of names like `cpu12`, ascending. */
export function numbered(names: readonly string[], prefix: string): readonly number[] {
  return names
    .flatMap((name) =>
      name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)) ? [Number(name.slice(prefix.length))] : [],
    )
    .sort((a, b) => a - b);
}

/** A number that the kernel writes in decimal; `fallback` where there is none, or -1, the kernel's word for unknown. */
export function factNumber(text: string | undefined, fallback = 0): number {
  const number = Number(text?.trim() === '' ? undefined : text);
  return Number.isSafeInteger(number) && number >= 0 ? number : fallback;
}
