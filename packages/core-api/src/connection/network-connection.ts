import type { NetworkRef } from '../contract/references.ts';
import type { DocumentOrObject } from '../guard/definitions.ts';
import type { Network } from '../network/network.ts';
import { HostConnection } from './host-connection.ts';
import { networkHandles } from './lazy-handles.ts';
import { flagsOf } from './numbers.ts';
import type { CallOptions, FlagOptions } from './session.ts';

/** Filters of the network list; of one pair neither or both mean all. */
export interface NetworkListOptions extends FlagOptions {
  readonly active?: boolean;
  readonly inactive?: boolean;
  readonly persistent?: boolean;
  readonly transient?: boolean;
  readonly autostart?: boolean;
  readonly noAutostart?: boolean;
}

export interface ValidateOptions extends FlagOptions {
  /** Check the document against the schema first. */
  readonly validate?: boolean;
}

const listFlags = { inactive: 1, active: 2, persistent: 4, transient: 8, autostart: 16, noAutostart: 32 };

/** Virtual networks of a connection. */
export class NetworkConnection extends HostConnection {
  /** Networks, all or filtered. @libvirt virConnectListAllNetworks virConnectListNetworks virConnectListDefinedNetworks virConnectNumOfNetworks virConnectNumOfDefinedNetworks */
  listAllNetworks(options?: NetworkListOptions): Promise<readonly Network[]> {
    return this.session.run(options, async (call) => {
      const list = await this.session.families.network.connectListAllNetworks(flagsOf(options, listFlags), call);
      const { Network } = await networkHandles();
      return list.map((ref) => new Network(this.session, ref));
    });
  }

  /** `VIR_ERR_NO_NETWORK` when there is none. @libvirt virNetworkLookupByName */
  networkLookupByName(name: string, options?: CallOptions): Promise<Network> {
    return this.session.run(options, async (call) =>
      this.#network(await this.session.families.network.networkLookupByName(name, call)),
    );
  }

  /** @libvirt virNetworkLookupByUUID virNetworkLookupByUUIDString */
  networkLookupByUUID(uuid: string, options?: CallOptions): Promise<Network> {
    return this.session.run(options, async (call) =>
      this.#network(await this.session.families.network.networkLookupByUUID(uuid, call)),
    );
  }

  /**
   * Defines a network, or redefines one of the same name and UUID. It does not start.
   *
   * ```ts
   * const network = await connection.networkDefineXML({
   *   name: 'inner',
   *   ips: [{ address: '10.1.0.1', netmask: '255.255.255.0' }],
   * });
   * ```
   * @libvirt virNetworkDefineXML virNetworkDefineXMLFlags
   */
  networkDefineXML(xml: DocumentOrObject<'network'>, options?: ValidateOptions): Promise<Network> {
    return this.session.run(options, async (call) => {
      const flags = flagsOf(options, { validate: 1 });
      return this.#network(await this.session.families.network.networkDefineXMLFlags(xml as string, flags, call));
    });
  }

  /** Starts a network that is gone when it stops, unless it is defined, too. @libvirt virNetworkCreateXML virNetworkCreateXMLFlags */
  networkCreateXML(xml: DocumentOrObject<'network'>, options?: ValidateOptions): Promise<Network> {
    return this.session.run(options, async (call) => {
      const flags = flagsOf(options, { validate: 1 });
      return this.#network(await this.session.families.network.networkCreateXMLFlags(xml as string, flags, call));
    });
  }

  async #network(ref: NetworkRef): Promise<Network> {
    const { Network } = await networkHandles();
    return new Network(this.session, ref);
  }
}
