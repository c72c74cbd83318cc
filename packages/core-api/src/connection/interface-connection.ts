import type { DocumentOrObject } from '../guard/definitions.ts';
import type { Interface } from '../interface/interface.ts';
import { interfaceHandles } from './lazy-handles.ts';
import type { ValidateOptions } from './network-connection.ts';
import { flagsOf } from './numbers.ts';
import type { CallOptions, FlagOptions } from './session.ts';
import { StorageConnection } from './storage-connection.ts';

/** Filters of the interface list; neither or both mean all. */
export interface InterfaceListOptions extends FlagOptions {
  readonly active?: boolean;
  readonly inactive?: boolean;
}

/** Network interfaces of a connection's host. */
export class InterfaceConnection extends StorageConnection {
  /** Interfaces of the host, all or filtered. @libvirt virConnectListAllInterfaces virConnectListInterfaces virConnectListDefinedInterfaces virConnectNumOfInterfaces virConnectNumOfDefinedInterfaces */
  listAllInterfaces(options?: InterfaceListOptions): Promise<readonly Interface[]> {
    return this.session.run(options, async (call) => {
      const flags = flagsOf(options, { inactive: 1, active: 2 });
      const list = await this.session.families.interface.connectListAllInterfaces(flags, call);
      const { Interface } = await interfaceHandles();
      return list.map((ref) => new Interface(this.session, ref));
    });
  }

  /** `VIR_ERR_NO_INTERFACE` when there is none. @libvirt virInterfaceLookupByName */
  interfaceLookupByName(name: string, options?: CallOptions): Promise<Interface> {
    return this.session.run(options, async (call) => {
      const ref = await this.session.families.interface.interfaceLookupByName(name, call);
      const { Interface } = await interfaceHandles();
      return new Interface(this.session, ref);
    });
  }

  /** `VIR_ERR_MULTIPLE_INTERFACES` when several have it. @libvirt virInterfaceLookupByMACString */
  interfaceLookupByMACString(mac: string, options?: CallOptions): Promise<Interface> {
    return this.session.run(options, async (call) => {
      const ref = await this.session.families.interface.interfaceLookupByMACString(mac, call);
      const { Interface } = await interfaceHandles();
      return new Interface(this.session, ref);
    });
  }

  /** Defines an interface of the host, or changes its definition. It is not brought up. @libvirt virInterfaceDefineXML */
  interfaceDefineXML(xml: DocumentOrObject<'interface'>, options?: ValidateOptions): Promise<Interface> {
    return this.session.run(options, async (call) => {
      const flags = flagsOf(options, { validate: 1 });
      const ref = await this.session.families.interface.interfaceDefineXML(xml as string, flags, call);
      const { Interface } = await interfaceHandles();
      return new Interface(this.session, ref);
    });
  }

  /**
   * Remembers how the host's interfaces are configured, so that changes can be taken back.
   *
   * ```ts
   * await connection.interfaceChangeBegin();
   * await connection.interfaceDefineXML(xml);
   * await (canWeStillBeReached() ? connection.interfaceChangeCommit() : connection.interfaceChangeRollback());
   * ```
   * @libvirt virInterfaceChangeBegin
   */
  interfaceChangeBegin(options?: FlagOptions): Promise<void> {
    return this.session.run(options, (call) =>
      this.session.families.interface.interfaceChangeBegin(flagsOf(options, {}), call),
    );
  }

  /** Keeps the changes since `interfaceChangeBegin()`. @libvirt virInterfaceChangeCommit */
  interfaceChangeCommit(options?: FlagOptions): Promise<void> {
    return this.session.run(options, (call) =>
      this.session.families.interface.interfaceChangeCommit(flagsOf(options, {}), call),
    );
  }

  /** Takes back the changes since `interfaceChangeBegin()`. @libvirt virInterfaceChangeRollback */
  interfaceChangeRollback(options?: FlagOptions): Promise<void> {
    return this.session.run(options, (call) =>
      this.session.families.interface.interfaceChangeRollback(flagsOf(options, {}), call),
    );
  }
}
