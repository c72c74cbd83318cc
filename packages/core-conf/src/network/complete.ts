import { macPrefixes, randomMac, randomUuid, systemRandom, type RandomBytes } from '@virtweave/core-util/values';
import type { ForwardMode } from './forward.ts';
import type { Network } from './network.ts';

/** How a network is forwarded; `none` for one that is isolated. */
export function forwardMode({ forward }: Pick<Network, 'forward'>): ForwardMode | 'none' {
  return forward?.mode ?? 'none';
}

/** Networks whose bridge is made by libvirt. */
export function hasOwnBridge(network: Pick<Network, 'forward'>): boolean {
  return ['none', 'nat', 'route', 'open'].includes(forwardMode(network));
}

/** Fills in what a document leaves open; changes the object that it is given. */
export function completeNetwork(network: Network, options: { readonly random?: RandomBytes } = {}): Network {
  network.uuid ??= randomUuid(options.random ?? systemRandom);
  if (hasOwnBridge(network)) {
    network.bridge ??= {};
    network.bridge.stp ??= true;
    network.bridge.delay ??= 0;
  } else if (network.bridge?.delay === 0) delete network.bridge.delay;
  return network;
}

/** Gives the bridge that libvirt makes an address, so that it does not change with the ports (`virNetworkSetBridgeMacAddr`). */
export function completeBridgeMac(network: Network, options: { readonly random?: RandomBytes } = {}): Network {
  if (hasOwnBridge(network)) network.mac ??= randomMac(macPrefixes.qemu, options.random ?? systemRandom);
  return network;
}
