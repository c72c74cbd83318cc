import type { DomainRef } from '../contract/references.ts';
import type { FamilyDrivers } from '../contract/families.ts';
import type { Connection } from '../connection/connection.ts';
import type { Session } from '../connection/session.ts';

/** What names a domain, and the connection it belongs to. The classes that follow add calls, one subject each. */
export class DomainBase {
  /** The connection's; for this package. */
  protected readonly session: Session;
  #ref: DomainRef;

  constructor(session: Session, ref: DomainRef) {
    this.session = session;
    this.#ref = Object.freeze({ name: ref.name, uuid: ref.uuid, id: ref.id });
  }

  /** Name as of the last answer. @libvirt virDomainGetName */
  get name(): string {
    return this.#ref.name;
  }

  /** UUID, lower case with dashes. @libvirt virDomainGetUUID virDomainGetUUIDString */
  get uuid(): string {
    return this.#ref.uuid;
  }

  /** Id as of the last answer: -1 when the domain did not run. @libvirt virDomainGetID */
  get id(): number {
    return this.#ref.id;
  }

  /** The connection it came from. @libvirt virDomainGetConnect */
  get connection(): Connection {
    return this.session.owner as Connection;
  }

  /** The plain reference, as drivers get it. */
  get ref(): DomainRef {
    return this.#ref;
  }

  /** What `JSON.stringify` and logs show: the reference, without the connection behind it. */
  toJSON(): DomainRef {
    return this.#ref;
  }

  protected set ref(ref: DomainRef) {
    this.#ref = Object.freeze({ name: ref.name, uuid: ref.uuid, id: ref.id });
  }

  protected get hypervisor(): FamilyDrivers['hypervisor'] {
    return this.session.families.hypervisor;
  }
}
