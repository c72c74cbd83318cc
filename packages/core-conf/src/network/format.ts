import { formatDocument } from '../table/document.ts';
import { network as networkTable, type Network } from './network.ts';

/** What is written. The defaults are those of `virNetworkGetXMLDesc` with no flags. */
export interface NetworkFormatOptions {
  /** Leave out what only a running network has (`VIR_NETWORK_XML_INACTIVE`). */
  readonly inactive?: boolean;
}

/**
 * Writes a network's definition as libvirt writes it, byte for byte (`virNetworkDefFormat`).
 *
 * @example
 * ```ts
 * formatNetwork(parseNetwork('<network><name>lab</name></network>')); // "<network>\n  <name>lab</name>\n  <uuid>..."
 * ```
 */
export function formatNetwork(network: Network, options: NetworkFormatOptions = {}): string {
  return formatDocument('network', networkTable, network, options);
}
