import { VirtError, type ErrorCode } from '@virtweave/core-util/errors';
import { inSameNetwork, parseAddress, prefixToNetmask } from '@virtweave/core-util/values';
import { forwardMode, hasOwnBridge } from './complete.ts';
import { dhcpNetwork } from './ip.ts';
import type { Network } from './network.ts';
import type { NetworkRoute } from './route.ts';

function refuse(detail: string, code: ErrorCode = 'VIR_ERR_XML_ERROR'): VirtError {
  return new VirtError(code, detail, { domain: 'VIR_FROM_NETWORK' });
}

/**
 * Refuses definitions that contradict themselves, as libvirt's parser does.
 *
 * @throws VirtError with libvirt's code and words
 */
export function validateNetwork(network: Network): void {
  const { name, ips } = network;
  for (const route of network.routes ?? []) {
    if (!isReachable(route, network)) {
      throw refuse(
        `unreachable static route gateway '${route.gateway}' specified for network '${name}'`,
        'VIR_ERR_CONFIG_UNSUPPORTED',
      );
    }
  }
  const mode = forwardMode(network);
  const devices = network.forward?.interfaces.length ?? 0;
  if ((mode === 'nat' || mode === 'route' || mode === 'open') && ips.length === 0) {
    throw refuse(`${mode} forwarding requested, but no IP address provided for network '${name}'`);
  }
  if ((mode === 'nat' || mode === 'route') && devices > 1) {
    throw refuse(`multiple forwarding interfaces specified for network '${name}', only one is supported`);
  }
  if (mode === 'open' && devices > 0) {
    throw refuse(`forward dev not allowed for network '${name}' with forward mode='${mode}'`);
  }
  validateBridge(network, mode);
}

function validateBridge(network: Network, mode: string): void {
  const { name, bridge = {}, forward, mtu } = network;
  if (hasOwnBridge(network)) return;
  if (mode === 'bridge') {
    if (bridge.name !== undefined && ((forward?.interfaces.length ?? 0) > 0 || forward?.pf !== undefined)) {
      throw refuse(
        `A network with forward mode='${mode}' can specify a bridge name or a forward dev, but not both (network '${name}')`,
      );
    }
    if ((bridge.delay ?? 0) > 0 || bridge.stp !== undefined || bridge.zone !== undefined) throw bridgeOptions(mode, name);
  } else {
    if (bridge.name !== undefined) throw refuse(`bridge name not allowed in ${mode} mode (network '${name}')`);
    if (bridge.zone !== undefined) throw refuse(`bridge zone not allowed in ${mode} mode (network '${name}')`);
    if (bridge.macTableManager !== undefined) {
      throw refuse(`bridge macTableManager setting not allowed in ${mode} mode (network '${name}')`);
    }
    if ((bridge.delay ?? 0) > 0 || bridge.stp !== undefined) throw bridgeOptions(mode, name);
  }
  if ((mtu ?? 0) > 0) {
    throw refuse(`mtu size only allowed in open, route, nat, and isolated mode, not in ${mode} (network '${name}')`);
  }
}

function bridgeOptions(mode: string, name: string): VirtError {
  return refuse(
    `bridge delay/stp/zone options only allowed in route, nat, and isolated mode, not in ${mode} (network '${name}')`,
  );
}

/** Does one of the network's own addresses reach the gateway? */
function isReachable({ gateway }: NetworkRoute, { ips }: Network): boolean {
  const address = parseAddress(gateway);
  return ips.some((ip) => {
    const own = dhcpNetwork(ip);
    if (own.prefix < 0 || own.address.family !== address.family) return false;
    return inSameNetwork(address, own.address, prefixToNetmask(own.prefix, address.family));
  });
}
