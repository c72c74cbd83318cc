import type { DriveAddress } from '../devices/address.ts';
import type { Domain } from '../domain.ts';
import { highest } from './highest.ts';

/** Units of a SCSI controller that host devices are put on. */
const units = 7;

/** The next free unit for a SCSI device of the host, on a controller that is there or one behind them. */
export function hostdevAddress({ devices }: Domain): DriveAddress {
  const taken = new Set<string>();
  for (const { target, address } of devices.disks) {
    if (target.bus === 'scsi' && address?.type === 'drive') taken.add(keyOf(address));
  }
  for (const { address } of devices.hostdevs) if (address?.type === 'drive') taken.add(keyOf(address));
  const used = highest(devices.hostdevs, ({ address }) => (address?.type === 'drive' ? address.controller : -1));
  const known = highest(devices.controllers, ({ type, index }) => (type === 'scsi' ? index : -1));
  const last = Math.max(0, used, known);
  for (let controller = 0; controller <= last; controller += 1) {
    for (let unit = 0; unit < units; unit += 1) {
      const address: DriveAddress = { type: 'drive', controller, bus: 0, target: 0, unit };
      if (!taken.has(keyOf(address))) return address;
    }
  }
  return { type: 'drive', controller: last + 1, bus: 0, target: 0, unit: 0 };
}

const keyOf = ({ controller, bus, target, unit }: DriveAddress): string => `${controller}:${bus}:${target}:${unit}`;
