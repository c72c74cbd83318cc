import { parseHostInterface, parseNetwork, parseNodeDevice, parseStoragePool, parseStorageVol } from '@virtweave/core-conf';
import type { XmlElement } from '@virtweave/core-util/xml';
import { interfacesOf } from '../interface/interfaces.ts';
import { networksOf } from '../network/networks.ts';
import { devicesOf } from '../node-device/devices.ts';
import { adoptVolume } from '../storage/place-volume.ts';
import { poolsOf } from '../storage/pools.ts';
import type { TestNode } from './test-node.ts';

/**
 * Gives a node what its document has beside domains: `<network>`, `<interface>`, `<device>`, and `<pool>` with its
 * `<volume>`, each written inline or in a file of its own. All of it is active and persistent.
 */
export async function addHostObjects(
  node: TestNode,
  root: XmlElement,
  read: (element: XmlElement) => Promise<XmlElement>,
): Promise<void> {
  for (const element of root.all('network')) networksOf(node).define(parseNetwork(await read(element))).active = true;
  const interfaces = interfacesOf(node);
  for (const element of root.all('interface'))
    interfaces.setActive(interfaces.define(parseHostInterface(await read(element))).definition, true);
  for (const element of root.all('device')) devicesOf(node).add(parseNodeDevice(await read(element)));
  for (const element of root.all('pool')) {
    const pool = poolsOf(node).define(parseStoragePool(await read(element)));
    pool.active = true;
    for (const volume of element.all('volume')) adoptVolume(pool, parseStorageVol(await read(volume), pool.definition));
  }
}
