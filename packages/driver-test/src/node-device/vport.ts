import type { NodeDevice } from '@virtweave/core-conf';
import { VirtError } from '@virtweave/core-util/errors';
import { virtualHost } from './default-devices.ts';
import type { Devices } from './devices.ts';

export interface WorldWideNames {
  readonly wwnn: string;
  readonly wwpn: string;
}

/** The lowest number that a virtual host gets. */
const firstNumber = 12;

/** Makes a virtual host below a Fibre Channel host. Without a wish it is the first that can have some. */
export function createVport(devices: Devices, parent: NodeDevice['parent'], wwns: WorldWideNames, of: string): NodeDevice {
  const found = findParent(devices, parent);
  if (found === undefined) throw refuse(`Could not find parent device for '${of}'`);
  if (!hasVports(found)) throw refuse(`Parent device ${found.name} is not capable of vport operations`);
  let number = firstNumber;
  while (devices.find(`scsi_host${number}`) !== undefined) number += 1;
  return devices.make(virtualHost(`scsi_host${number}`, found.name, wwns));
}

/** The names of a Fibre Channel host. */
export function wwnsOf(device: NodeDevice): WorldWideNames {
  for (const capability of device.capabilities) {
    if (capability.type !== 'scsi_host') continue;
    const { wwnn, wwpn } = capability.fcHost ?? {};
    if (wwnn !== undefined && wwpn !== undefined) return { wwnn, wwpn };
  }
  throw refuse('Device is not a fibre channel HBA');
}

/** The virtual or real host of these names. */
export function findByWwns(devices: Devices, { wwnn, wwpn }: WorldWideNames): NodeDevice | undefined {
  return [...devices].find(({ capabilities }) =>
    capabilities.some((one) => one.type === 'scsi_host' && one.fcHost?.wwnn === wwnn && one.fcHost?.wwpn === wwpn),
  );
}

function findParent(devices: Devices, parent: NodeDevice['parent']): NodeDevice | undefined {
  if (parent?.name !== undefined) return devices.find(parent.name);
  if (parent?.wwnn !== undefined && parent.wwpn !== undefined)
    return findByWwns(devices, { wwnn: parent.wwnn, wwpn: parent.wwpn });
  const { fabricWwn } = parent ?? {};
  return [...devices].find(
    (device) => hasVports(device) && (fabricWwn === undefined || device.capabilities.some((one) => isOf(one, fabricWwn))),
  );
}

function isOf(capability: NodeDevice['capabilities'][number], fabricWwn: string): boolean {
  return capability.type === 'scsi_host' && capability.fcHost?.fabricWwn === fabricWwn;
}

function hasVports({ capabilities }: NodeDevice): boolean {
  return capabilities.some((one) => one.type === 'scsi_host' && one.vportOps !== undefined);
}

function refuse(detail: string): VirtError {
  return new VirtError('VIR_ERR_INTERNAL_ERROR', detail, { domain: 'VIR_FROM_NODEDEV' });
}
