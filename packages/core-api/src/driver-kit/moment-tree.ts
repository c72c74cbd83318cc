import { VirtError, type ErrorCode, type ErrorDomain } from '@virtweave/core-util/errors';
import { hasFlag } from './filters.ts';

/** A snapshot or a checkpoint: a moment in a domain's life. */
export interface Moment {
  readonly name: string;
  /** Name of the moment it was made after; undefined for a root. */
  parent?: string | undefined;
}

/** What the filters of the snapshot lists ask. */
export interface SnapshotFilterFacts {
  /** Was memory saved with it (`active`), was it off (`inactive`), or only disks (`disk-only`)? */
  readonly state: 'inactive' | 'active' | 'disk-only';
  readonly location: 'internal' | 'external';
}

/**
 * Snapshots or checkpoints of one domain: by name, with parents, children and the current one.
 *
 * ```ts
 * const snapshots = new MomentTree<Snapshot>('snapshot');
 * snapshots.add({ name: 'before-update', parent: snapshots.current?.name });
 * ```
 */
export class MomentTree<T extends Moment> {
  readonly #kind: 'snapshot' | 'checkpoint';
  readonly #domain: ErrorDomain;
  readonly #byName = new Map<string, T>();
  /** Children by parent's name; roots under the empty name, which no moment may have. */
  readonly #children = new Map<string, Set<T>>();
  current: T | undefined = undefined;

  /** `domain`: who raises errors, the driver. */
  constructor(kind: 'snapshot' | 'checkpoint', domain: ErrorDomain = 'VIR_FROM_NONE') {
    this.#kind = kind;
    this.#domain = domain;
  }

  get size(): number {
    return this.#byName.size;
  }

  [Symbol.iterator](): IterableIterator<T> {
    return this.#byName.values();
  }

  find(name: string): T | undefined {
    return this.#byName.get(name);
  }

  /** Fails with `no domain snapshot with matching name 'x'`. */
  get(name: string): T {
    const found = this.#byName.get(name);
    if (found !== undefined) return found;
    const code = this.#kind === 'snapshot' ? 'VIR_ERR_NO_DOMAIN_SNAPSHOT' : 'VIR_ERR_NO_DOMAIN_CHECKPOINT';
    throw new VirtError(code, `no domain ${this.#kind} with matching name '${name}'`, { domain: this.#domain });
  }

  /** Adds a moment whose parent is there. Refuses a name twice, and a parent that would make a circle. */
  add(moment: T): void {
    if (this.#byName.has(moment.name)) throw refused('VIR_ERR_OPERATION_FAILED', `domain moment ${moment.name} already exists`);
    this.#checkParent(moment);
    this.#byName.set(moment.name, moment);
    this.#childSet(moment.parent).add(moment);
  }

  /** Adds moments in whatever order they stand; answers those whose parents are nowhere. */
  addAll(moments: readonly T[]): readonly T[] {
    const children = new Map<string, T[]>();
    for (const one of moments) {
      const siblings = children.get(one.parent ?? '');
      if (siblings === undefined) children.set(one.parent ?? '', [one]);
      else siblings.push(one);
    }
    const ready = moments.filter(({ parent }) => parent === undefined || this.#byName.has(parent));
    const left = new Set(moments);
    // Grows while it is gone through.
    for (const next of ready) {
      this.add(next);
      left.delete(next);
      ready.push(...(children.get(next.name) ?? []));
    }
    return [...left];
  }

  /** Puts a moment in the place of the one that has its name, with all that is below it; adds it where there is none. */
  put(moment: T): void {
    const old = this.#byName.get(moment.name);
    if (old === undefined) {
      this.add(moment);
      return;
    }
    this.#checkParent(moment);
    // One that is there may be above its new parent; one that is new is above nobody.
    for (let above = this.parentOf(moment); above !== undefined; above = this.parentOf(above)) {
      if (above.name === moment.name) throw refused('VIR_ERR_INVALID_ARG', `parent ${moment.parent} would create cycle to ${moment.name}`);
    }
    this.#childSet(old.parent).delete(old);
    this.#byName.set(moment.name, moment);
    this.#childSet(moment.parent).add(moment);
    if (this.current === old) this.current = moment;
  }

  #checkParent({ name, parent }: T): void {
    if (parent === undefined) return;
    if (parent === name) throw refused('VIR_ERR_INVALID_ARG', `cannot set moment ${name} as its own parent`);
    if (!this.#byName.has(parent)) throw refused('VIR_ERR_INVALID_ARG', `parent ${parent} for moment ${name} not found`);
  }

  /** Takes one moment out; its children move to its parent, which becomes current when the moment was. */
  remove(moment: T): void {
    const parent = moment.parent === undefined ? undefined : this.#byName.get(moment.parent);
    for (const child of this.children(moment)) {
      child.parent = moment.parent;
      this.#childSet(moment.parent).add(child);
    }
    this.#children.delete(moment.name);
    this.#childSet(moment.parent).delete(moment);
    this.#byName.delete(moment.name);
    if (this.current === moment) this.current = parent;
  }

  parentOf(moment: T): T | undefined {
    return moment.parent === undefined ? undefined : this.#byName.get(moment.parent);
  }

  /** Direct children; of nothing: the roots. */
  children(moment?: T): readonly T[] {
    return [...(this.#children.get(moment?.name ?? '') ?? [])];
  }

  /** Everything below, parents before children; of nothing: the whole tree. Takes no recursion: chains may be long. */
  descendants(moment?: T): readonly T[] {
    const found: T[] = [];
    const rest = [...this.children(moment)].reverse();
    for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
      found.push(next);
      rest.push(...[...this.children(next)].reverse());
    }
    return found;
  }

  /**
   * What the list calls answer. `from` undefined: the domain's list, where bit 0 means only roots; else the children of
   * `from`, where bit 0 means all descendants. Snapshots take `virDomainSnapshotListFlags`, with `factsOf` for the filters
   * by state and location; checkpoints take `virDomainCheckpointListFlags`.
   */
  list(from: T | undefined, flags: number, factsOf?: (moment: T) => SnapshotFilterFacts): readonly T[] {
    const all = from === undefined ? !hasFlag(flags, 1) : hasFlag(flags, 1);
    let list = all ? this.descendants(from) : this.children(from);
    const leaves = hasFlag(flags, 4);
    const inner = hasFlag(flags, 8);
    if (leaves !== inner) list = list.filter((m) => (this.#children.get(m.name)?.size ?? 0) === 0 === leaves);
    if (this.#kind === 'checkpoint' || factsOf === undefined) return list;
    // All of ours have metadata: asking for those without, alone, finds none.
    if (hasFlag(flags, 16) && !hasFlag(flags, 2)) return [];
    if (hasFlag(flags, 32 | 64 | 128)) {
      list = list.filter((m) => {
        const { state } = factsOf(m);
        return hasFlag(flags, state === 'inactive' ? 32 : state === 'active' ? 64 : 128);
      });
    }
    if (hasFlag(flags, 256 | 512))
      list = list.filter((m) => hasFlag(flags, factsOf(m).location === 'internal' ? 256 : 512));
    return list;
  }

  #childSet(parent: string | undefined): Set<T> {
    const key = parent ?? '';
    let set = this.#children.get(key);
    if (set === undefined) {
      set = new Set();
      this.#children.set(key, set);
    }
    return set;
  }
}

function refused(code: ErrorCode, detail: string): VirtError {
  return new VirtError(code, detail, { domain: 'VIR_FROM_DOMAIN' });
}
