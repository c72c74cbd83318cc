import { isVirtError } from '@virtweave/core-util/errors';
import type { Network as NetworkDefinition } from '@virtweave/core-conf';
import type { EventStream } from '../connection/event-queue.ts';
import { openEvents, type ConnectionEvent, type EventOptions } from '../connection/events.ts';
import { definitionOf, Handle } from '../connection/handle.ts';
import { flagsOf } from '../connection/numbers.ts';
import type { CallOptions, FlagOptions } from '../connection/session.ts';
import type { FamilyDrivers } from '../contract/families.ts';
import type { NetworkRef } from '../contract/references.ts';
import type { DocumentOrObject } from '../guard/definitions.ts';
import { NetworkPort } from './network-port.ts';

export interface NetworkXmlOptions extends FlagOptions {
  /** The definition, as the next start will use it. */
  readonly inactive?: boolean;
}

/** Which of the two: the active network, its definition, or (none) what there is. */
export interface NetworkImpactOptions extends FlagOptions {
  readonly live?: boolean;
  readonly config?: boolean;
}

/** `virNetworkUpdateCommand` by name. */
export type NetworkUpdateCommandName = 'modify' | 'delete' | 'add-last' | 'add-first';

/** `virNetworkUpdateSection` by name. */
export type NetworkUpdateSectionName =
  | 'bridge'
  | 'domain'
  | 'ip'
  | 'ip-dhcp-host'
  | 'ip-dhcp-range'
  | 'forward'
  | 'forward-interface'
  | 'forward-pf'
  | 'portgroup'
  | 'dns-host'
  | 'dns-txt'
  | 'dns-srv';

export interface NetworkUpdateOptions extends NetworkImpactOptions {
  /** Which `<ip>` is meant, counted from 0. Default -1: the driver finds it. */
  readonly parentIndex?: number;
}

/** Who got an address of the network, as its DHCP server says. */
export interface NetworkLease {
  /** Bridge or interface that the network's guests are on. */
  readonly interface: string;
  readonly expires: Date;
  readonly family: 'ipv4' | 'ipv6';
  readonly mac: string | undefined;
  readonly iaid: string | undefined;
  readonly address: string;
  readonly prefix: number;
  readonly hostname: string | undefined;
  readonly clientId: string | undefined;
}

export interface NetworkPortCreateOptions extends FlagOptions {
  /** Take over what the port used before. */
  readonly reclaim?: boolean;
  readonly validate?: boolean;
}

const impactFlags = { live: 1, config: 2 };
const commands: readonly NetworkUpdateCommandName[] = ['modify', 'delete', 'add-last', 'add-first'];
const sections: readonly NetworkUpdateSectionName[] = [
  'bridge',
  'domain',
  'ip',
  'ip-dhcp-host',
  'ip-dhcp-range',
  'forward',
  'forward-interface',
  'forward-pf',
  'portgroup',
  'dns-host',
  'dns-txt',
  'dns-srv',
];
const metadataTypes = { description: 0, title: 1, element: 2 } as const;

/**
 * A virtual network. Comes from a connection: `listAllNetworks`, `networkLookupByName`, `networkDefineXML`,
 * `networkCreateXML`. It holds nothing open and need not be closed.
 *
 * Every call takes `{ signal }` last and rejects with a `VirtError`; `VIR_ERR_NO_NETWORK` when the network is gone.
 *
 * ```ts
 * const network = await connection.networkLookupByName('default');
 * if (!(await network.isActive())) await network.start();
 * ```
 */
export class Network extends Handle<NetworkRef> {
  /** @libvirt virNetworkGetName */
  get name(): string {
    return this.ref.name;
  }

  /** UUID, lower case with dashes. @libvirt virNetworkGetUUID virNetworkGetUUIDString */
  get uuid(): string {
    return this.ref.uuid;
  }

  /** Starts a defined network. `VIR_ERR_OPERATION_INVALID` when it is active. @libvirt virNetworkCreate */
  start(options?: CallOptions): Promise<void> {
    return this.session.run(options, (call) => this.#driver.networkCreate(this.ref, call));
  }

  /** Stops it. The definition stays, unless the network is transient. @libvirt virNetworkDestroy */
  destroy(options?: CallOptions): Promise<void> {
    return this.session.run(options, (call) => this.#driver.networkDestroy(this.ref, call));
  }

  /** Removes the definition. @libvirt virNetworkUndefine */
  undefine(options?: CallOptions): Promise<void> {
    return this.session.run(options, (call) => this.#driver.networkUndefine(this.ref, call));
  }

  /** @libvirt virNetworkIsActive */
  isActive(options?: CallOptions): Promise<boolean> {
    return this.session.run(options, (call) => this.#driver.networkIsActive(this.ref, call));
  }

  /** Does it have a definition that outlives it? @libvirt virNetworkIsPersistent */
  isPersistent(options?: CallOptions): Promise<boolean> {
    return this.session.run(options, (call) => this.#driver.networkIsPersistent(this.ref, call));
  }

  /** Does it start with the host? @libvirt virNetworkGetAutostart */
  autostart(options?: CallOptions): Promise<boolean> {
    return this.session.run(options, (call) => this.#driver.networkGetAutostart(this.ref, call));
  }

  /** @libvirt virNetworkSetAutostart */
  setAutostart(autostart: boolean, options?: CallOptions): Promise<void> {
    return this.session.run(options, (call) => this.#driver.networkSetAutostart(this.ref, autostart, call));
  }

  /** The document. @libvirt virNetworkGetXMLDesc */
  xml(options?: NetworkXmlOptions): Promise<string> {
    return this.session.run(options, (call) =>
      this.#driver.networkGetXMLDesc(this.ref, flagsOf(options, { inactive: 1 }), call),
    );
  }

  /**
   * The document as an object.
   *
   * ```ts
   * const { forward, ips } = await network.definition({ inactive: true });
   * ```
   */
  async definition(options?: NetworkXmlOptions): Promise<NetworkDefinition> {
    return definitionOf('network', await this.xml(options));
  }

  /** Name of the bridge that guests are plugged into, such as `virbr0`. @libvirt virNetworkGetBridgeName */
  bridgeName(options?: CallOptions): Promise<string> {
    return this.session.run(options, (call) => this.#driver.networkGetBridgeName(this.ref, call));
  }

  /**
   * Changes a part of the network: adds, replaces or deletes one element. Of a network that is defined and active, say by
   * `live` and `config` which is meant.
   *
   * ```ts
   * const host = "<host mac='52:54:00:00:00:01' name='web' ip='192.168.122.10'/>";
   * await network.update('add-last', 'ip-dhcp-host', host, { live: true, config: true });
   * ```
   * @libvirt virNetworkUpdate
   */
  update(
    command: NetworkUpdateCommandName,
    section: NetworkUpdateSectionName,
    xml: string,
    options?: NetworkUpdateOptions,
  ): Promise<void> {
    return this.session.run(options, (call) => {
      const flags = flagsOf(options, impactFlags);
      const parent = options?.parentIndex ?? -1;
      const numbers = [commands.indexOf(command) + 1, sections.indexOf(section) + 1] as const;
      return this.#driver.networkUpdate(this.ref, ...numbers, parent, xml, flags, call);
    });
  }

  /** Leases of the network's DHCP server, all or those of one MAC address. @libvirt virNetworkGetDHCPLeases */
  dhcpLeases(mac?: string, options?: CallOptions): Promise<readonly NetworkLease[]> {
    return this.session.run(options, async (call) => {
      const leases = await this.#driver.networkGetDHCPLeases(this.ref, mac, 0, call);
      return leases.map((lease) => ({
        interface: lease.iface,
        expires: new Date(Number(lease.expirytime) * 1000),
        family: lease.type === 0 ? ('ipv4' as const) : ('ipv6' as const),
        mac: lease.mac,
        iaid: lease.iaid,
        address: lease.ipaddr,
        prefix: lease.prefix,
        hostname: lease.hostname,
        clientId: lease.clientid,
      }));
    });
  }

  /** The title, or undefined. @libvirt virNetworkGetMetadata */
  title(options?: NetworkImpactOptions): Promise<string | undefined> {
    return this.metadata('title', undefined, options);
  }

  /** Sets the title: one line; undefined removes it. @libvirt virNetworkSetMetadata */
  setTitle(title: string | undefined, options?: NetworkImpactOptions): Promise<void> {
    return this.setMetadata('title', title, undefined, options);
  }

  /** The description, or undefined. @libvirt virNetworkGetMetadata */
  description(options?: NetworkImpactOptions): Promise<string | undefined> {
    return this.metadata('description', undefined, options);
  }

  /** @libvirt virNetworkSetMetadata */
  setDescription(description: string | undefined, options?: NetworkImpactOptions): Promise<void> {
    return this.setMetadata('description', description, undefined, options);
  }

  /**
   * Title, description or an element of another program (by its namespace URI); undefined when there is none.
   * @libvirt virNetworkGetMetadata
   */
  metadata(
    type: 'title' | 'description' | 'element',
    uri?: string,
    options?: NetworkImpactOptions,
  ): Promise<string | undefined> {
    return this.session.run(options, async (call) => {
      try {
        const flags = flagsOf(options, impactFlags);
        return await this.#driver.networkGetMetadata(this.ref, metadataTypes[type], uri, flags, call);
      } catch (error) {
        if (isVirtError(error, 'VIR_ERR_NO_NETWORK_METADATA')) return undefined;
        throw error;
      }
    });
  }

  /**
   * Sets or (undefined) removes metadata. An element needs its namespace's `uri` and, when set, the prefix `key` to write it
   * with.
   * @libvirt virNetworkSetMetadata
   */
  setMetadata(
    type: 'title' | 'description' | 'element',
    value: string | undefined,
    element?: { readonly key?: string; readonly uri: string },
    options?: NetworkImpactOptions,
  ): Promise<void> {
    return this.session.run(options, (call) => {
      const flags = flagsOf(options, impactFlags);
      const kind = metadataTypes[type];
      return this.#driver.networkSetMetadata(this.ref, kind, value, element?.key, element?.uri, flags, call);
    });
  }

  /** What is plugged into the network. @libvirt virNetworkListAllPorts */
  listAllPorts(options?: FlagOptions): Promise<readonly NetworkPort[]> {
    return this.session.run(options, async (call) => {
      const list = await this.#driver.networkListAllPorts(this.ref, flagsOf(options, {}), call);
      return list.map((ref) => new NetworkPort(this.session, this, ref));
    });
  }

  /** `VIR_ERR_NO_NETWORK_PORT` when there is none. @libvirt virNetworkPortLookupByUUID virNetworkPortLookupByUUIDString */
  portLookupByUUID(uuid: string, options?: CallOptions): Promise<NetworkPort> {
    return this.session.run(options, async (call) => {
      const ref = await this.#driver.networkPortLookupByUUID(this.ref, uuid, call);
      return new NetworkPort(this.session, this, ref);
    });
  }

  /** Plugs something in. @libvirt virNetworkPortCreateXML */
  portCreateXML(xml: DocumentOrObject<'network-port'>, options?: NetworkPortCreateOptions): Promise<NetworkPort> {
    return this.session.run(options, async (call) => {
      const flags = flagsOf(options, { reclaim: 1, validate: 2 });
      const ref = await this.#driver.networkPortCreateXML(this.ref, xml as string, flags, call);
      return new NetworkPort(this.session, this, ref);
    });
  }

  /** Events of this network alone; see {@link Connection.events}. */
  events<K extends 'network-lifecycle' | 'network-metadata-change' = 'network-lifecycle' | 'network-metadata-change'>(
    options?: EventOptions<K>,
  ): EventStream<ConnectionEvent<K>> {
    const kinds = options?.kinds ?? (['network-lifecycle', 'network-metadata-change'] as unknown as readonly K[]);
    return openEvents(this.session, this.ref, { ...options, kinds });
  }

  get #driver(): FamilyDrivers['network'] {
    return this.session.families.network;
  }
}
