import type { DomainSnapshot as SnapshotDefinition } from '@virtweave/core-conf';
import { definitionOf } from '../connection/handle.ts';
import type { DomainSnapshotRef } from '../contract/references.ts';
import type { CallOptions, FlagOptions, Session } from '../connection/session.ts';
import { flagsOf } from '../connection/numbers.ts';
import type { Domain } from './domain.ts';

export interface SnapshotCreateOptions extends FlagOptions {
  /** Only metadata: the snapshot is there already. */
  readonly redefine?: boolean;
  readonly current?: boolean;
  readonly noMetadata?: boolean;
  readonly halt?: boolean;
  readonly diskOnly?: boolean;
  readonly reuseExternal?: boolean;
  readonly quiesce?: boolean;
  readonly atomic?: boolean;
  readonly live?: boolean;
  readonly validate?: boolean;
}

export interface SnapshotListOptions extends FlagOptions {
  readonly roots?: boolean;
  readonly leaves?: boolean;
  readonly noLeaves?: boolean;
  readonly inactive?: boolean;
  readonly active?: boolean;
  readonly diskOnly?: boolean;
  readonly internal?: boolean;
  readonly external?: boolean;
  readonly topological?: boolean;
}

export interface RevertOptions extends FlagOptions {
  readonly running?: boolean;
  readonly paused?: boolean;
  readonly force?: boolean;
  readonly resetNvram?: boolean;
}

export interface SnapshotDeleteOptions extends FlagOptions {
  readonly children?: boolean;
  readonly metadataOnly?: boolean;
  readonly childrenOnly?: boolean;
}

export const snapshotCreateFlags: Readonly<Record<string, number>> = {
  redefine: 1,
  current: 2,
  noMetadata: 4,
  halt: 8,
  diskOnly: 16,
  reuseExternal: 32,
  quiesce: 64,
  atomic: 128,
  live: 256,
  validate: 512,
};
export const snapshotListFlags: Readonly<Record<string, number>> = {
  roots: 1,
  leaves: 4,
  noLeaves: 8,
  inactive: 32,
  active: 64,
  diskOnly: 128,
  internal: 256,
  external: 512,
  topological: 1024,
};
const revertFlags = { running: 1, paused: 2, force: 4, resetNvram: 8 };
const deleteFlags = { children: 1, metadataOnly: 2, childrenOnly: 4 };

/** A snapshot of a domain. */
export class DomainSnapshot {
  readonly #session: Session;
  /** The domain it belongs to, and by it the connection. @libvirt virDomainSnapshotGetDomain virDomainSnapshotGetConnect */
  readonly domain: Domain;
  /** @libvirt virDomainSnapshotGetName */
  readonly name: string;

  constructor(session: Session, domain: Domain, name: string) {
    this.#session = session;
    this.domain = domain;
    this.name = name;
  }

  /** The plain reference, as drivers get it. */
  get ref(): DomainSnapshotRef {
    return { name: this.name, domain: this.domain.ref };
  }

  /** The document. @libvirt virDomainSnapshotGetXMLDesc */
  xml(options?: FlagOptions & { readonly secure?: boolean }): Promise<string> {
    return this.#session.run(options, (call) =>
      this.#hypervisor.domainSnapshotGetXMLDesc(this.ref, flagsOf(options, { secure: 1 }), call),
    );
  }

  /** The document as an object. */
  async definition(options?: FlagOptions & { readonly secure?: boolean }): Promise<SnapshotDefinition> {
    return definitionOf('domain-snapshot', await this.xml(options));
  }

  /** Takes the domain back to this moment. @libvirt virDomainRevertToSnapshot */
  revert(options?: RevertOptions): Promise<void> {
    return this.#session.run(options, (call) =>
      this.#hypervisor.domainRevertToSnapshot(this.ref, flagsOf(options, revertFlags), call),
    );
  }

  /** @libvirt virDomainSnapshotDelete */
  delete(options?: SnapshotDeleteOptions): Promise<void> {
    return this.#session.run(options, (call) =>
      this.#hypervisor.domainSnapshotDelete(this.ref, flagsOf(options, deleteFlags), call),
    );
  }

  /** @libvirt virDomainSnapshotIsCurrent */
  isCurrent(options?: CallOptions): Promise<boolean> {
    return this.#session.run(options, (call) => this.#hypervisor.domainSnapshotIsCurrent(this.ref, 0, call));
  }

  /** @libvirt virDomainSnapshotHasMetadata */
  hasMetadata(options?: CallOptions): Promise<boolean> {
    return this.#session.run(options, (call) => this.#hypervisor.domainSnapshotHasMetadata(this.ref, 0, call));
  }

  /** The snapshot it was made after; `VIR_ERR_NO_DOMAIN_SNAPSHOT` when it is a root. @libvirt virDomainSnapshotGetParent */
  parent(options?: CallOptions): Promise<DomainSnapshot> {
    return this.#session.run(options, async (call) => {
      const { name } = await this.#hypervisor.domainSnapshotGetParent(this.ref, 0, call);
      return new DomainSnapshot(this.#session, this.domain, name);
    });
  }

  /** @libvirt virDomainSnapshotListAllChildren virDomainSnapshotListChildrenNames virDomainSnapshotNumChildren */
  children(options?: SnapshotListOptions & { readonly descendants?: boolean }): Promise<readonly DomainSnapshot[]> {
    return this.#session.run(options, async (call) => {
      const flags = flagsOf(options, { ...snapshotListFlags, descendants: 1 });
      const list = await this.#hypervisor.domainSnapshotListAllChildren(this.ref, flags, call);
      return list.map(({ name }) => new DomainSnapshot(this.#session, this.domain, name));
    });
  }

  get #hypervisor(): Session['families']['hypervisor'] {
    return this.#session.families.hypervisor;
  }
}
