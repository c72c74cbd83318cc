import { XmlElement, XmlWriter } from '@virtweave/core-util/xml';
import type { Change } from './change.ts';
import { itemNames, nounOf, type ItemNames, type Values } from './items.ts';
import { matchItems } from './match.ts';
import { isSecret, show, showSettings, withoutSecrets } from './show.ts';
import { words } from './words.ts';

/** Where the comparison is: in the object, and in words. */
interface Place {
  readonly path: string;
  /** What the settings belong to: `disk vda`; empty for the document itself. */
  readonly subject: string;
  /** The way from there, in words. */
  readonly setting: readonly string[];
}

/**
 * What differs between two documents of the same format, whichever it is, in their order: each change with its place, its values, and in
 * words. Items of lists are recognized by what identifies them (a disk by its target, an interface by its address), so an
 * item that moved is no change.
 *
 * @example
 * ```ts
 * diff(before, after).map(({ words }) => words);
 * // ['memory changes from 1 GiB to 2 GiB', 'disk vdb is added: driver qemu qcow2, source file /images/data.qcow2, ...']
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

/** What tells the shapes of a value apart. */
function kindOf({ type }: Values): string | undefined {
  return typeof type === 'string' ? type : undefined;
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
  } else if (isObject(before) && isObject(after) && kindOf(before) === kindOf(after)) {
    yield* compareObjects(before, after, place);
  } else if (isFolder(before ?? after) && (before === undefined || after === undefined)) {
    // What only holds others is told by what it holds.
    const inner = [...compareObjects((before ?? {}) as Values, (after ?? {}) as Values, place)];
    if (inner.length > 0) yield* inner;
    else yield change(before, after, place);
  } else yield change(before, after, place);
}

/** An object without settings of its own. */
function isFolder(value: unknown): boolean {
  return isObject(value) && Object.values(value).every((inner) => inner === undefined || isList(inner) || isObject(inner));
}

function* compareLists(
  before: readonly unknown[],
  after: readonly unknown[],
  names: ItemNames,
  place: Place,
): Generator<Change> {
  let same = true;
  for (const { id, old, now } of matchItems(before, after, names)) {
    const path = `${place.path}[${id}]`;
    const noun = nounOf(names, old ?? now);
    if (!isObject(old ?? now)) {
      if (isSame(old, now)) continue;
      same = false;
      yield change(old, now, { ...place, path, setting: [...place.setting.slice(0, -1), noun] }, { of: 'member' });
      continue;
    }
    // The lists of a document are subjects of their own, such as disks; lists below them belong to theirs.
    const subject = [...(place.subject === '' ? [] : [place.subject]), `${noun} ${id}`].join(', ');
    if (isObject(old) && isObject(now)) yield* compareObjects(old, now, { path, subject, setting: [] });
    else yield change(old, now, { path, subject, setting: [] }, { of: 'item', said: `${noun} ${id}` });
  }
  // Objects are known by what identifies them; of bare words, such as boot devices, the order may count.
  if (same && before.length > 1 && !before.some(isObject) && !after.some(isObject)) {
    yield change(before, after, { ...place, setting: ['order', 'of', ...place.setting] });
  }
}

/** What is said of a value: of a setting, of a member of a list of words, or of an object in a list, of which something is `said` already. */
type Manner = { readonly of: 'setting' | 'member' } | { readonly of: 'item'; readonly said: string };

function change(before: unknown, after: unknown, place: Place, manner: Manner = { of: 'setting' }): Change {
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
    words: `${head} ${secret ? verbs[kind] : sentence(before, after, path, manner)}`,
  };
}

const verbs = { added: 'is set', removed: 'is no longer set', changed: 'changes' } as const;

function sentence(before: unknown, after: unknown, path: string, manner: Manner): string {
  if (before instanceof XmlElement && after instanceof XmlElement && before.name === after.name) return `<${after.name}> changes`;
  if (before !== undefined && after !== undefined) return `changes from ${show(before, path)} to ${show(after, path)}`;
  const [value, verb] = before === undefined ? [after, 'is added'] : [before, 'is removed'];
  switch (manner.of) {
    case 'member':
      return `${show(value, path)} ${verb}`;
    case 'item': {
      const settings = isObject(value) ? showSettings(value, manner.said) : show(value, path);
      return settings === undefined ? verb : `${verb}: ${settings}`;
    }
    default:
      if (isFolder(value)) return before === undefined ? 'is set' : 'is no longer set';
      return before === undefined ? `is set to ${show(after, path)}` : `is no longer set (was ${show(before, path)})`;
  }
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
