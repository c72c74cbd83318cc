import type { NetworkPort as NetworkPortDefinition } from '@virtweave/core-conf';
import { definitionOf, Handle } from '../connection/handle.ts';
import { flagsOf } from '../connection/numbers.ts';
import { parameters, typedParams, type Parameters, type ParameterTypes } from '../connection/parameters.ts';
import type { FlagOptions, Session } from '../connection/session.ts';
import type { FamilyDrivers } from '../contract/families.ts';
import type { NetworkPortRef } from '../contract/references.ts';
import type { Network } from './network.ts';

/** `VIR_NETWORK_PORT_BANDWIDTH_*`: KiB/s, `burst` KiB. */
const parameterTypes: ParameterTypes = {
  'inbound.average': 'uint',
  'inbound.peak': 'uint',
  'inbound.burst': 'uint',
  'inbound.floor': 'uint',
  'outbound.average': 'uint',
  'outbound.peak': 'uint',
  'outbound.burst': 'uint',
};

/** What is plugged into a network: the place of one interface of a guest. */
export class NetworkPort extends Handle<NetworkPortRef> {
  /** @libvirt virNetworkPortGetNetwork */
  readonly network: Network;

  constructor(session: Session, network: Network, ref: NetworkPortRef) {
    super(session, ref);
    this.network = network;
  }

  /** @libvirt virNetworkPortGetUUID virNetworkPortGetUUIDString */
  get uuid(): string {
    return this.ref.uuid;
  }

  /** The document. @libvirt virNetworkPortGetXMLDesc */
  xml(options?: FlagOptions): Promise<string> {
    return this.session.run(options, (call) =>
      this.#driver.networkPortGetXMLDesc(this.ref, flagsOf(options, {}), call),
    );
  }

  /** The document as an object. */
  async definition(options?: FlagOptions): Promise<NetworkPortDefinition> {
    return definitionOf('network-port', await this.xml(options));
  }

  /** Its share of the bandwidth, by libvirt's names: `{ 'inbound.average': 1000, ... }`, KiB/s. @libvirt virNetworkPortGetParameters */
  parameters(options?: FlagOptions): Promise<Parameters> {
    return this.session.run(options, async (call) =>
      parameters(await this.#driver.networkPortGetParameters(this.ref, flagsOf(options, {}), call)),
    );
  }

  /** @libvirt virNetworkPortSetParameters */
  setParameters(values: Parameters, options?: FlagOptions): Promise<void> {
    return this.session.run(options, async (call) => {
      const params = typedParams(values, parameterTypes);
      await this.#driver.networkPortSetParameters(this.ref, params, flagsOf(options, {}), call);
    });
  }

  /** Pulls it out. @libvirt virNetworkPortDelete */
  delete(options?: FlagOptions): Promise<void> {
    return this.session.run(options, (call) => this.#driver.networkPortDelete(this.ref, flagsOf(options, {}), call));
  }

  get #driver(): FamilyDrivers['network'] {
    return this.session.families.network;
  }
}
