import type { HostInterface as HostInterfaceDefinition } from '@virtweave/core-conf';
import { definitionOf, Handle } from '../connection/handle.ts';
import { flagsOf } from '../connection/numbers.ts';
import type { CallOptions, FlagOptions } from '../connection/session.ts';
import type { FamilyDrivers } from '../contract/families.ts';
import type { InterfaceRef } from '../contract/references.ts';

/**
 * A network interface of the host. Comes from a connection: `listAllInterfaces`, `interfaceLookupByName`,
 * `interfaceDefineXML`. It holds nothing open and need not be closed.
 *
 * Every call takes `{ signal }` last and rejects with a `VirtError`; `VIR_ERR_NO_INTERFACE` when the interface is gone.
 */
export class Interface extends Handle<InterfaceRef> {
  /** @libvirt virInterfaceGetName */
  get name(): string {
    return this.ref.name;
  }

  /** MAC address. @libvirt virInterfaceGetMACString */
  get mac(): string {
    return this.ref.mac;
  }

  /** Brings it up. @libvirt virInterfaceCreate */
  start(options?: FlagOptions): Promise<void> {
    return this.session.run(options, (call) => this.#driver.interfaceCreate(this.ref, flagsOf(options, {}), call));
  }

  /** Takes it down. @libvirt virInterfaceDestroy */
  destroy(options?: FlagOptions): Promise<void> {
    return this.session.run(options, (call) => this.#driver.interfaceDestroy(this.ref, flagsOf(options, {}), call));
  }

  /** Removes the definition. @libvirt virInterfaceUndefine */
  undefine(options?: CallOptions): Promise<void> {
    return this.session.run(options, (call) => this.#driver.interfaceUndefine(this.ref, call));
  }

  /** Is it up? @libvirt virInterfaceIsActive */
  isActive(options?: CallOptions): Promise<boolean> {
    return this.session.run(options, (call) => this.#driver.interfaceIsActive(this.ref, call));
  }

  /** The document; with `inactive` what its configuration says, else what is. @libvirt virInterfaceGetXMLDesc */
  xml(options?: FlagOptions & { readonly inactive?: boolean }): Promise<string> {
    return this.session.run(options, (call) =>
      this.#driver.interfaceGetXMLDesc(this.ref, flagsOf(options, { inactive: 1 }), call),
    );
  }

  /** The document as an object. */
  async definition(options?: FlagOptions & { readonly inactive?: boolean }): Promise<HostInterfaceDefinition> {
    return definitionOf('interface', await this.xml(options));
  }

  get #driver(): FamilyDrivers['interface'] {
    return this.session.families.interface;
  }
}
