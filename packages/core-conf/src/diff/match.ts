import { foreignXml, XmlElement } from '@virtweave/core-util/xml';
import type { ItemNames, Values } from './items.ts';

/** An item before and after; one of them is absent when it was added or removed. */
export interface Match {
  readonly id: string;
  readonly old?: unknown;
  readonly now?: unknown;
}

/**
 * The items of two lists by what identifies them. Of those that nothing identifies, equal ones belong together, and the rest by
 * their places. Former items come first.
 */
export function matchItems(before: readonly unknown[], after: readonly unknown[], names: ItemNames): readonly Match[] {
  const known = new Map<string, { id: string; old?: unknown; now?: unknown }>();
  const old: Item[] = [];
  const now: Item[] = [];
  for (const one of identify(before, names)) {
    if (one.id === undefined) old.push(one);
    else known.set(one.id, { id: one.id, old: one.item });
  }
  for (const one of identify(after, names)) {
    if (one.id === undefined) now.push(one);
    else known.set(one.id, { ...known.get(one.id), id: one.id, now: one.item });
  }
  return [...known.values(), ...matchByContent(old, now)];
}

interface Item {
  readonly id?: string | undefined;
  readonly item: unknown;
  readonly place: number;
}

function matchByContent(before: readonly Item[], after: readonly Item[]): readonly Match[] {
  const equal = new Map<string, Item[]>();
  for (const one of [...after].reverse()) {
    const key = content(one.item);
    const same = equal.get(key);
    if (same === undefined) equal.set(key, [one]);
    else same.push(one);
  }
  const taken = new Set<Item>();
  const changed = before.filter((one) => {
    const same = equal.get(content(one.item))?.pop();
    if (same !== undefined) taken.add(same);
    return same === undefined;
  });
  const rest = after.filter((one) => !taken.has(one));
  return Array.from({ length: Math.max(changed.length, rest.length) }, (_one, index) => {
    const [old, now] = [changed[index], rest[index]];
    return { id: String((old ?? now)?.place), ...(old && { old: old.item }), ...(now && { now: now.item }) };
  });
}

/** A text that is the same for equal values. */
function content(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner === 'bigint') return String(inner);
    return inner instanceof XmlElement ? foreignXml(inner) : inner;
  });
}

function identify(items: readonly unknown[], { identity }: ItemNames): readonly Item[] {
  const seen = new Map<string, number>();
  return items.map((item, place) => {
    const name = identityOf(item, identity);
    if (name === undefined) return { item, place };
    // The second of the same name: `tablet usb (2)`.
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return { id: count === 1 ? name : `${name} (${count})`, item, place };
  });
}

function identityOf(item: unknown, identity: ItemNames['identity']): string | undefined {
  if (item instanceof XmlElement) return item.name;
  if (typeof item === 'object' && item !== null) return identity?.(item as Values);
  return String(item as string);
}
