import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = new URL('../../../../.cache/guest/', import.meta.url);

/** The small Linux with QEMU's guest agent that the set-up of the tests has made (`scripts/guest`). */
export function linuxWithAgent(): { readonly kernel: string; readonly initrd: string } | undefined {
  const current = new URL('current-agent.json', folder);
  if (!existsSync(current)) return undefined;
  const { name } = JSON.parse(readFileSync(current, 'utf8')) as { readonly name: string };
  const path = (file: string): string => fileURLToPath(new URL(`${encodeURIComponent(name)}/${file}`, folder));
  return { kernel: path('vmlinuz'), initrd: path('initrd.cpio') };
}
