import type { RandomBytes } from '@virtweave/core-util/values';
import type { XmlElement } from '@virtweave/core-util/xml';
import { openDocument, type DocumentOptions } from '../table/document.ts';
import { readTable } from '../table/table.ts';
import { completeNetwork } from './complete.ts';
import { network as networkTable, type Network } from './network.ts';
import { validateNetwork } from './validate.ts';

export interface NetworkParseOptions extends DocumentOptions {
  /** Leave out the checks across elements. */
  readonly skipValidation?: boolean;
  /** Where generated UUIDs come from. */
  readonly random?: RandomBytes;
}

/**
 * Reads a `<network>` document: parses it, fills in what it leaves open, and refuses what cannot stand
 * (`virNetworkDefParse`).
 *
 * @throws VirtError `VIR_ERR_XML_ERROR` and others, in libvirt's words and with the place in the document
 *
 * @example
 * ```ts
 * parseNetwork('<network><name>lab</name><ip address="10.0.0.1" prefix="24"/></network>').bridge; // { stp: true, delay: 0 }
 * ```
 */
export function parseNetwork(document: string | XmlElement, options: NetworkParseOptions = {}): Network {
  const network = completeNetwork(readNetwork(document, options), options);
  if (options.skipValidation !== true) validateNetwork(network);
  return network;
}

/** Reads the object that a `<network>` document stands for: nothing is filled in or checked across elements. */
export function readNetwork(document: string | XmlElement, options: DocumentOptions = {}): Network {
  const root = openDocument(document, 'network', networkTable, { ...options, defaultName: '(network_definition)' });
  return readTable(networkTable, root, { inactive: false, status: false });
}
