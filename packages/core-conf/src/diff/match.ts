import { XmlElement } from '@virtweave/core-util/xml';
import type { ItemNames, Values } from './items.ts';

/** An item before and after; one of them is absent when it was added or removed. */
export interface Match {
  readonly id: string;
  readonly old?: unknown;
  readonly now?: unknown;
}

/** The items of two lists by what identifies them; those without identity by their number. Former items come first. */
export function matchItems(before: readonly unknown[], after: readonly unknown[], names: ItemNames): readonly Match[] {
  const matches = new Map<string, { id: string; old?: unknown; now?: unknown }>();
  for (const [id, old] of identify(before, names)) matches.set(id, { id, old });
  for (const [id, now] of identify(after, names)) matches.set(id, { ...matches.get(id), id, now });
  return [...matches.values()];
}

function identify(
  items: readonly unknown[],
  { identity }: ItemNames,
): readonly (readonly [id: string, item: unknown])[] {
  const seen = new Map<string, number>();
  return items.map((item, index) => {
    const name = identityOf(item, identity) ?? String(index);
    // The second of the same name: `tablet usb (2)`.
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return [count === 1 ? name : `${name} (${count})`, item] as const;
  });
}

function identityOf(item: unknown, identity: ItemNames['identity']): string | undefined {
  if (item instanceof XmlElement) return item.name;
  if (typeof item === 'object' && item !== null) return identity?.(item as Values);
  return String(item as string);
}
