import type { NetworkEvent } from '@virtweave/core-api';
import { NetworkEventLifecycleType } from '@virtweave/core-api/constants';
import { ObjectList } from '@virtweave/core-api/driver-kit';
import type { Network } from '@virtweave/core-conf';
import { HeldObject } from '../node/held-object.ts';
import { Hubs } from '../node/hubs.ts';
import { perNode } from '../node/per-node.ts';
import type { TestNode } from '../node/test-node.ts';
import { checkUnique, type Wording } from '../node/unique.ts';
import { defaultNetwork } from './default-network.ts';

const { VIR_NETWORK_EVENT_STARTED: started, VIR_NETWORK_EVENT_STOPPED: stopped } = NetworkEventLifecycleType;
const wording: Wording = { kind: 'network', domain: 'VIR_FROM_NETWORK' };

export type TestNetwork = HeldObject<Network>;

/** The networks of a pretended host. */
export class Networks {
  readonly list: ObjectList<TestNetwork> = new ObjectList<TestNetwork>({
    kind: 'network',
    absent: 'VIR_ERR_NO_NETWORK',
    domain: 'VIR_FROM_TEST',
  });
  readonly hubs: Hubs<NetworkEvent> = new Hubs<NetworkEvent>(({ network }) => network.uuid);

  define(definition: Network): TestNetwork {
    const network = checkUnique(this.list, definition, wording) ?? new HeldObject(definition);
    network.config = definition;
    network.persistent = true;
    this.list.add(network);
    return network;
  }

  /** A network that is to be active at once: a new one, or a defined one that is not active. */
  createXML(definition: Network): TestNetwork {
    const existing = checkUnique(this.list, definition, wording, { mustBeInactive: true });
    const network = existing ?? new HeldObject(definition);
    if (existing?.persistent === true) network.next = existing.definition;
    network.definition = definition;
    this.list.add(network);
    this.start(network);
    return network;
  }

  start(network: TestNetwork): void {
    network.active = true;
    this.emit(network, started);
  }

  /** Stops a network. A transient one is gone afterwards. */
  stop(network: TestNetwork): void {
    network.stopped();
    this.emit(network, stopped);
    if (!network.persistent) this.list.remove(network);
  }

  emit(network: TestNetwork, event: number): void {
    this.hubs.emit({ kind: 'lifecycle', network: network.ref, event, detail: 0 });
  }
}

/** The networks of a node; the built-in one has `default`. */
export const networksOf: (node: TestNode) => Networks = perNode((node) => {
  const networks = new Networks();
  if (node.builtIn) networks.define(defaultNetwork).active = true;
  return networks;
});
