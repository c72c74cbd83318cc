import type { DomainCheckpoint as CheckpointDefinition } from '@virtweave/core-conf';
import { definitionOf, Handle } from '../connection/handle.ts';
import { flagsOf } from '../connection/numbers.ts';
import type { CallOptions, FlagOptions, Session } from '../connection/session.ts';
import type { FamilyDrivers } from '../contract/families.ts';
import type { DomainCheckpointRef } from '../contract/references.ts';
import type { Domain } from './domain.ts';

export interface CheckpointCreateOptions extends FlagOptions {
  /** Only metadata: the checkpoint is there already. */
  readonly redefine?: boolean;
  /** Have the guest's agent freeze its file systems. */
  readonly quiesce?: boolean;
  /** With `redefine`: check that its bitmaps are there. */
  readonly redefineValidate?: boolean;
}

export interface CheckpointListOptions extends FlagOptions {
  /** Of a domain: those without parent. */
  readonly roots?: boolean;
  /** Parents before their children. */
  readonly topological?: boolean;
  readonly leaves?: boolean;
  readonly noLeaves?: boolean;
}

export interface CheckpointXmlOptions extends FlagOptions {
  readonly secure?: boolean;
  /** Without the domain's definition. */
  readonly noDomain?: boolean;
  /** With the size of what changed since, as of now; the domain must run. */
  readonly size?: boolean;
}

export interface CheckpointDeleteOptions extends FlagOptions {
  readonly children?: boolean;
  readonly metadataOnly?: boolean;
  readonly childrenOnly?: boolean;
}

export const checkpointCreateFlags: Readonly<Record<string, number>> = { redefine: 1, quiesce: 2, redefineValidate: 4 };
export const checkpointListFlags: Readonly<Record<string, number>> = {
  roots: 1,
  topological: 2,
  leaves: 4,
  noLeaves: 8,
};
const xmlFlags = { secure: 1, noDomain: 2, size: 4 };
const deleteFlags = { children: 1, metadataOnly: 2, childrenOnly: 4 };

/** A moment from which on a domain's writes are noted, so that a backup can save what changed since. */
export class DomainCheckpoint extends Handle<DomainCheckpointRef> {
  /** The domain it belongs to. @libvirt virDomainCheckpointGetDomain */
  readonly domain: Domain;

  constructor(session: Session, domain: Domain, name: string) {
    super(session, { name, domain: domain.ref });
    this.domain = domain;
  }

  /** @libvirt virDomainCheckpointGetName */
  get name(): string {
    return this.ref.name;
  }

  /** The document. @libvirt virDomainCheckpointGetXMLDesc */
  xml(options?: CheckpointXmlOptions): Promise<string> {
    return this.session.run(options, (call) =>
      this.#hypervisor.domainCheckpointGetXMLDesc(this.ref, flagsOf(options, xmlFlags), call),
    );
  }

  /** The document as an object. */
  async definition(options?: CheckpointXmlOptions): Promise<CheckpointDefinition> {
    return definitionOf('domain-checkpoint', await this.xml(options));
  }

  /** The checkpoint before it; `VIR_ERR_NO_DOMAIN_CHECKPOINT` when it is a root. @libvirt virDomainCheckpointGetParent */
  parent(options?: CallOptions): Promise<DomainCheckpoint> {
    return this.session.run(options, async (call) => {
      const { name } = await this.#hypervisor.domainCheckpointGetParent(this.ref, 0, call);
      return new DomainCheckpoint(this.session, this.domain, name);
    });
  }

  /** @libvirt virDomainCheckpointListAllChildren */
  children(
    options?: Omit<CheckpointListOptions, 'roots'> & { readonly descendants?: boolean },
  ): Promise<readonly DomainCheckpoint[]> {
    return this.session.run(options, async (call) => {
      const flags = flagsOf(options, { ...checkpointListFlags, descendants: 1 });
      const list = await this.#hypervisor.domainCheckpointListAllChildren(this.ref, flags, call);
      return list.map(({ name }) => new DomainCheckpoint(this.session, this.domain, name));
    });
  }

  /** @libvirt virDomainCheckpointDelete */
  delete(options?: CheckpointDeleteOptions): Promise<void> {
    return this.session.run(options, (call) =>
      this.#hypervisor.domainCheckpointDelete(this.ref, flagsOf(options, deleteFlags), call),
    );
  }

  get #hypervisor(): FamilyDrivers['hypervisor'] {
    return this.session.families.hypervisor;
  }
}
