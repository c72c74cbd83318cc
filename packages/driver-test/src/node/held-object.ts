import type { ListedObject } from '@virtweave/core-api/driver-kit';

/** A network or a pool: what it is now, and what its next start makes of it. Definitions are never changed in place. */
export class HeldObject<D extends { readonly name: string; readonly uuid?: string }> implements ListedObject {
  definition: D;
  /** What the next start uses, when that is not what is active now. */
  next: D | undefined = undefined;
  active = false;
  persistent = false;
  autostart = false;

  constructor(definition: D) {
    this.definition = definition;
  }

  get name(): string {
    return this.definition.name;
  }

  get uuid(): string {
    return this.definition.uuid ?? '';
  }

  get ref(): { readonly name: string; readonly uuid: string } {
    return { name: this.name, uuid: this.uuid };
  }

  /** What a start would use: the definition that users mean by CONFIG. */
  get config(): D {
    return this.next ?? this.definition;
  }

  set config(definition: D) {
    if (this.active) this.next = definition;
    else this.definition = definition;
  }

  /** What was to wait for the next start applies now. */
  stopped(): void {
    this.active = false;
    if (this.next !== undefined) this.definition = this.next;
    this.next = undefined;
  }
}
