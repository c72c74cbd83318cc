import { VirtError, type ErrorCode, type ErrorDomain } from '@virtweave/core-util/errors';

/** What the list needs to know of an object. `id` changes while it is in the list: tell the list by `setId`. */
export interface ListedObject {
  readonly name: string;
  readonly uuid: string;
}

export interface ObjectListOptions {
  /** What messages call it: `domain`, `network`, `storage pool`. */
  readonly kind: string;
  /** Code of "there is none", such as `VIR_ERR_NO_DOMAIN`. */
  readonly absent: ErrorCode;
  /** Who raises errors. */
  readonly domain?: ErrorDomain;
  /** Who raises errors about names and UUIDs that are taken. Default: the same. */
  readonly uniqueDomain?: ErrorDomain;
}

/**
 * Objects by name, UUID and id, each in its own Map, in the order in which they were added.
 *
 * ```ts
 * const domains = new ObjectList<TestDomain>({ kind: 'domain', absent: 'VIR_ERR_NO_DOMAIN', domain: 'VIR_FROM_TEST' });
 * domains.checkUnique(name, uuid);
 * domains.add(domain);
 * domains.setId(domain, 1);
 * domains.get(ref).start();
 * ```
 */
export class ObjectList<T extends ListedObject> {
  readonly #options: ObjectListOptions;
  readonly #byUuid = new Map<string, T>();
  readonly #byName = new Map<string, T>();
  readonly #byId = new Map<number, T>();
  readonly #ids = new Map<T, number>();

  constructor(options: ObjectListOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#byUuid.size;
  }

  [Symbol.iterator](): IterableIterator<T> {
    return this.#byUuid.values();
  }

  byName(name: string): T | undefined {
    return this.#byName.get(name);
  }

  byUuid(uuid: string): T | undefined {
    return this.#byUuid.get(uuid.toLowerCase());
  }

  byId(id: number): T | undefined {
    return this.#byId.get(id);
  }

  /** The object that a reference means. Rejects in libvirt's words when it is gone. */
  get(ref: { readonly uuid: string; readonly name?: string }): T {
    const found = this.byUuid(ref.uuid);
    if (found !== undefined) return found;
    throw this.absent(`uuid '${ref.uuid}'${ref.name === undefined ? '' : ` (${ref.name})`}`);
  }

  /** Looks up by name, or fails with `no domain with matching name 'x'`. */
  getByName(name: string): T {
    const found = this.byName(name);
    if (found === undefined) throw this.absent(`name '${name}'`);
    return found;
  }

  getByUuid(uuid: string): T {
    const found = this.byUuid(uuid);
    if (found === undefined) throw this.absent(`uuid '${uuid}'`);
    return found;
  }

  getById(id: number): T {
    const found = this.byId(id);
    if (found === undefined) throw this.absent(`id ${id}`);
    return found;
  }

  /** The error that says that nothing matches. */
  absent(what: string): VirtError {
    return this.#error(this.#options.absent, `no ${this.#options.kind} with matching ${what}`);
  }

  /**
   * May this name and UUID be defined? Answers the object that would be redefined, or undefined. Fails as libvirt does when
   * one of the two belongs to another object, and with `active` when the object runs already.
   */
  checkUnique(name: string, uuid: string, active?: (existing: T) => boolean): T | undefined {
    const { kind } = this.#options;
    const same = this.byUuid(uuid);
    if (same !== undefined) {
      if (same.name !== name)
        throw this.#taken('VIR_ERR_OPERATION_FAILED', `${kind} '${same.name}' is already defined with uuid ${same.uuid}`);
      if (active?.(same) === true)
        throw this.#taken('VIR_ERR_OPERATION_INVALID', `${kind} '${same.name}' is already active`);
      return same;
    }
    const namesake = this.byName(name);
    if (namesake !== undefined)
      throw this.#taken('VIR_ERR_OPERATION_FAILED', `${kind} '${name}' already exists with uuid ${namesake.uuid}`);
    return undefined;
  }

  /** Adds an object; one of the same UUID is replaced in its place. */
  add(object: T): void {
    const uuid = object.uuid.toLowerCase();
    const old = this.#byUuid.get(uuid);
    if (old !== undefined && old !== object) {
      this.#byName.delete(old.name);
      this.setId(old, -1);
    }
    this.#byUuid.set(uuid, object);
    this.#byName.set(object.name, object);
  }

  /** Tells the object's id: -1 when it stopped. */
  setId(object: T, id: number): void {
    const old = this.#ids.get(object);
    if (old !== undefined && this.#byId.get(old) === object) this.#byId.delete(old);
    if (id === -1) this.#ids.delete(object);
    else {
      this.#ids.set(object, id);
      this.#byId.set(id, object);
    }
  }

  /** -1 when the object has none. */
  idOf(object: T): number {
    return this.#ids.get(object) ?? -1;
  }

  /** To be called after the object's name changed. */
  renamed(object: T, oldName: string): void {
    if (this.#byName.get(oldName) === object) this.#byName.delete(oldName);
    this.#byName.set(object.name, object);
  }

  remove(object: T): boolean {
    const uuid = object.uuid.toLowerCase();
    if (this.#byUuid.get(uuid) !== object) return false;
    this.setId(object, -1);
    this.#byUuid.delete(uuid);
    if (this.#byName.get(object.name) === object) this.#byName.delete(object.name);
    return true;
  }

  #taken(code: ErrorCode, detail: string): VirtError {
    const { domain, uniqueDomain = domain } = this.#options;
    return new VirtError(code, detail, uniqueDomain === undefined ? {} : { domain: uniqueDomain });
  }

  #error(code: ErrorCode, detail: string): VirtError {
    const { domain } = this.#options;
    return new VirtError(code, detail, domain === undefined ? {} : { domain });
  }
}
