import { isVirtError } from '@virtweave/core-util/errors';
import type { Domain as DomainDefinition } from '@virtweave/core-conf';
import { definitionOf } from '../connection/handle.ts';
import type { CallOptions, FlagOptions } from '../connection/session.ts';
import { flagsOf } from '../connection/numbers.ts';
import type { SecurityLabel } from '../contract/values.ts';
import { DomainSave } from './save.ts';

/** Which of the two: the running domain, its definition, or (none) what there is. */
export interface ImpactOptions extends FlagOptions {
  readonly live?: boolean;
  readonly config?: boolean;
}

export interface XmlOptions extends FlagOptions {
  /** With passwords; needs more rights. */
  readonly secure?: boolean;
  /** The definition of a running domain, as the next start will use it. */
  readonly inactive?: boolean;
  readonly updateCpu?: boolean;
  /** In the form that a migration's other side wants. */
  readonly migratable?: boolean;
}

export const impactFlags: Readonly<Record<string, number>> = { live: 1, config: 2 };
const xmlFlags = { secure: 1, inactive: 2, updateCpu: 4, migratable: 8 };

/** The document and what can be said about a domain without changing the machine. */
export class DomainDescription extends DomainSave {
  /** The document. @libvirt virDomainGetXMLDesc */
  xml(options?: XmlOptions): Promise<string> {
    return this.session.run(options, (call) =>
      this.hypervisor.domainGetXMLDesc(this.ref, flagsOf(options, xmlFlags), call),
    );
  }

  /**
   * The document as an object.
   *
   * ```ts
   * const { devices } = await domain.definition();
   * ```
   */
  async definition(options?: XmlOptions): Promise<DomainDefinition> {
    return definitionOf('domain', await this.xml(options));
  }

  /** Kind of guest: `hvm`, `linux`, `exe`, ... @libvirt virDomainGetOSType */
  osType(options?: CallOptions): Promise<string> {
    return this.session.run(options, (call) => this.hypervisor.domainGetOSType(this.ref, call));
  }

  /** Does it start with the host? @libvirt virDomainGetAutostart */
  autostart(options?: CallOptions): Promise<boolean> {
    return this.session.run(options, (call) => this.hypervisor.domainGetAutostart(this.ref, call));
  }

  /** @libvirt virDomainSetAutostart */
  setAutostart(autostart: boolean, options?: CallOptions): Promise<void> {
    return this.session.run(options, (call) => this.hypervisor.domainSetAutostart(this.ref, autostart, call));
  }

  /** The title, or undefined. @libvirt virDomainGetMetadata */
  title(options?: ImpactOptions): Promise<string | undefined> {
    return this.metadata('title', undefined, options);
  }

  /** Sets the title: one line; undefined removes it. @libvirt virDomainSetMetadata */
  setTitle(title: string | undefined, options?: ImpactOptions): Promise<void> {
    return this.setMetadata('title', title, undefined, options);
  }

  /** The description, or undefined. @libvirt virDomainGetMetadata */
  description(options?: ImpactOptions): Promise<string | undefined> {
    return this.metadata('description', undefined, options);
  }

  /** @libvirt virDomainSetMetadata */
  setDescription(description: string | undefined, options?: ImpactOptions): Promise<void> {
    return this.setMetadata('description', description, undefined, options);
  }

  /** Title, description or an element of another program (by its namespace URI); undefined when there is none. @libvirt virDomainGetMetadata */
  metadata(
    type: 'title' | 'description' | 'element',
    uri?: string,
    options?: ImpactOptions,
  ): Promise<string | undefined> {
    return this.session.run(options, async (call) => {
      try {
        const flags = flagsOf(options, impactFlags);
        return await this.hypervisor.domainGetMetadata(this.ref, metadataTypes[type], uri, flags, call);
      } catch (error) {
        if (isVirtError(error, 'VIR_ERR_NO_DOMAIN_METADATA')) return undefined;
        throw error;
      }
    });
  }

  /**
   * Sets or (undefined) removes metadata. An element needs its namespace's `uri` and, when set, the prefix `key` to write it
   * with.
   * @libvirt virDomainSetMetadata
   */
  setMetadata(
    type: 'title' | 'description' | 'element',
    value: string | undefined,
    element?: { readonly key?: string; readonly uri: string },
    options?: ImpactOptions,
  ): Promise<void> {
    return this.session.run(options, (call) => {
      const flags = flagsOf(options, impactFlags);
      const kind = metadataTypes[type];
      return this.hypervisor.domainSetMetadata(this.ref, kind, value, element?.key, element?.uri, flags, call);
    });
  }

  /** Gives another name; the handle has it afterwards. @libvirt virDomainRename */
  async rename(name: string, options?: CallOptions): Promise<void> {
    this.ref = await this.session.run(options, (call) => this.hypervisor.domainRename(this.ref, name, 0, call));
  }

  /** Security labels that the running guest has, one a model. @libvirt virDomainGetSecurityLabel virDomainGetSecurityLabelList */
  securityLabels(options?: CallOptions): Promise<readonly SecurityLabel[]> {
    return this.session.run(options, (call) => this.hypervisor.domainGetSecurityLabelList(this.ref, call));
  }

  /** Messages about the domain, such as deprecated settings or taint. @libvirt virDomainGetMessages */
  messages(options?: FlagOptions): Promise<readonly string[]> {
    return this.session.run(options, (call) => this.hypervisor.domainGetMessages(this.ref, flagsOf(options, {}), call));
  }
}

const metadataTypes = { description: 0, title: 1, element: 2 } as const;
