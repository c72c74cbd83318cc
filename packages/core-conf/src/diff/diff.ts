import { XmlElement, XmlWriter } from '@virtweave/core-util/xml';
import type { Change } from './change.ts';
import { itemNames, words, type ItemNames, type Values } from './items.ts';
import { matchItems } from './match.ts';
import { isSecret, show, withoutSecrets } from './show.ts';

/** Where the comparison is: in the object, and in words. */
interface Place {
  readonly path: string;
  /** What the settings belong to: `disk vda`; empty for the document itself. */
  readonly subject: string;
  /** The way from there, in words. */
  readonly setting: readonly string[];
}

/**
 * What differs between two definitions of the same kind, in their order: each change with its place, its values, and in
 * words. Items of lists are recognized by what identifies them (a disk by its target, an interface by its address), so an
 * item that moved is no change.
 *
 * @example
 * ```ts
 * diff(before, after).map(({ words }) => words);
 * // ['memory changes from 1 GiB to 2 GiB', 'disk vdb is added: file, file /images/data.qcow2, device disk']
 * ```
 */
export function diff<T extends object>(before: T, after: T): readonly Change[] {
  return [...compareObjects(before as Values, after as Values, { path: '', subject: '', setting: [] })];
}

function* compareObjects(before: Values, after: Values, place: Place): Generator<Change> {
  for (const key of keysOf(before, after)) {
    const path = place.path === '' ? key : `${place.path}.${key}`;
    yield* compare(before[key], after[key], key, { ...place, path, setting: [...place.setting, key] });
  }
}

/** Keys of both, new ones behind the one that they follow. */
function keysOf(before: Values, after: Values): readonly string[] {
  const keys = Object.keys(before);
  let at = 0;
  for (const key of Object.keys(after)) {
    const known = keys.indexOf(key);
    if (known >= 0) at = known + 1;
    else keys.splice(at++, 0, key);
  }
  return keys;
}

function* compare(before: unknown, after: unknown, key: string, place: Place): Generator<Change> {
  if (isSame(before, after)) return;
  if (isList(before ?? after) && isList(after ?? before)) {
    yield* compareLists(
      (before ?? []) as readonly unknown[],
      (after ?? []) as readonly unknown[],
      itemNames(key),
      place,
    );
  } else if (isObject(before) && isObject(after) && before['type'] === after['type']) {
    yield* compareObjects(before, after, place);
  } else yield change(before, after, place);
}

function* compareLists(
  before: readonly unknown[],
  after: readonly unknown[],
  names: ItemNames,
  place: Place,
): Generator<Change> {
  for (const { id, old, now } of matchItems(before, after, names)) {
    const path = `${place.path}[${id}]`;
    if (!isObject(old ?? now)) {
      yield change(old, now, { ...place, path, setting: [...place.setting.slice(0, -1), names.noun] });
      continue;
    }
    // The lists of a document are subjects of their own, such as disks; lists below them belong to theirs.
    const subject = [...(place.subject === '' ? [] : [place.subject]), `${names.noun} ${id}`].join(', ');
    if (isObject(old) && isObject(now)) yield* compareObjects(old, now, { path, subject, setting: [] });
    else yield change(old, now, { path, subject, setting: [] });
  }
}

function change(before: unknown, after: unknown, place: Place): Change {
  const { path, subject, setting } = place;
  const kind = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
  const secret = isSecret(path);
  const what = setting.length === 0 ? '' : label(path, setting);
  const head = [subject, what].filter((part) => part !== '').join(': ');
  return {
    path,
    kind,
    ...(before !== undefined && !secret && { old: withoutSecrets(before) }),
    ...(after !== undefined && !secret && { new: withoutSecrets(after) }),
    words: `${head} ${secret ? verbs[kind] : sentence(before, after, path, what === '')}`,
  };
}

const verbs = { added: 'is set', removed: 'is no longer set', changed: 'changes' } as const;

function sentence(before: unknown, after: unknown, path: string, wholeItem: boolean): string {
  if (wholeItem) return before === undefined ? `is added: ${show(after, path)}` : `is removed: ${show(before, path)}`;
  if (before === undefined) return `is set to ${show(after, path)}`;
  if (after === undefined) return `is no longer set (was ${show(before, path)})`;
  return `changes from ${show(before, path)} to ${show(after, path)}`;
}

/** What people call settings whose names say too little. */
const labels: Readonly<Record<string, string>> = {
  'memory.size': 'memory',
  currentMemory: 'current memory',
  'maxMemory.size': 'limit of memory',
  'maxMemory.slots': 'number of memory slots',
  'vcpu.max': 'number of vCPUs',
  'vcpu.current': 'number of vCPUs at start',
  'os.type.type': 'operating system type',
  'os.type.arch': 'architecture',
  'os.type.machine': 'machine type',
  'cpu.model.name': 'CPU model',
  'cpu.mode': 'CPU mode',
  'devices.emulator': 'emulator',
  onPoweroff: 'action on power-off',
  onReboot: 'action on reboot',
  onCrash: 'action on crash',
  uuid: 'UUID',
};

function label(path: string, setting: readonly string[]): string {
  return (
    labels[path] ??
    setting
      .filter((key, index) => !(index === 0 && key === 'devices'))
      .map(words)
      .join(' ')
  );
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof XmlElement);
}

function isSame(before: unknown, after: unknown): boolean {
  if (before === after) return true;
  if (before instanceof XmlElement && after instanceof XmlElement) return markup(before) === markup(after);
  if (typeof before === 'bigint' || typeof after === 'bigint')
    return String(before as bigint) === String(after as bigint);
  if (isList(before) && isList(after)) {
    return before.length === after.length && before.every((one, index) => isSame(one, after[index]));
  }
  if (!isObject(before) || !isObject(after)) return false;
  return keysOf(before, after).every((key) => isSame(before[key], after[key]));
}

function markup(element: XmlElement): string {
  return new XmlWriter().foreign(element).toString();
}
