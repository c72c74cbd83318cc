import type { FamilyDrivers } from '@virtweave/core-api';
import { passesFilters, type FilterGroup } from '@virtweave/core-api/driver-kit';
import { formatNodeDevice, parseNodeDevice, type NodeDevice } from '@virtweave/core-conf';
import type { NodeDeviceMember } from '../member-flags.ts';
import { deviceRef, devicesOf } from '../node-device/devices.ts';
import { createVport, wwnsOf } from '../node-device/vport.ts';
import { eventKind } from '../node/hubs.ts';
import type { Session } from '../session.ts';

/** Capabilities in the order of their flags in `virConnectListAllNodeDeviceFlags`. */
const capabilities = [
  'system', 'pci', 'usb_device', 'usb', 'net', 'scsi_host', 'scsi_target', 'scsi', 'storage', 'fc_host', 'vports',
  'scsi_generic', 'drm', 'mdev_types', 'mdev', 'ccw', 'css', 'vdpa', 'ap_card', 'ap_queue', 'ap_matrix', 'vpd',
] as const;

/** Devices of the host. */
export function nodeDeviceMembers(session: Session): Pick<FamilyDrivers['nodeDevice'], NodeDeviceMember> {
  const devices = devicesOf(session.node);
  const events = devices.hubs.join(session);
  const filters: readonly FilterGroup<NodeDevice>[] = [
    capabilities.map((name, bit) => [2 ** bit, (device) => kindsOf(device).has(name)]),
    [[2 ** 28, (device) => devices.isPersistent(device)], [2 ** 29, (device) => !devices.isPersistent(device)]],
    [[2 ** 30, () => false], [2 ** 31, () => true]],
  ];
  return {
    connectListAllNodeDevices: async (flags) =>
      [...devices].filter((device) => passesFilters(device, flags, filters)).map(deviceRef),
    connectNodeDeviceEventRegisterAny: async (device, eventID, callback) =>
      events.register(eventKind(['lifecycle', 'update'], eventID), device?.name, callback),
    connectNodeDeviceEventDeregisterAny: async (id) => events.deregister(id),

    nodeDeviceLookupByName: async (name) => deviceRef(devices.get({ name })),
    nodeDeviceGetXMLDesc: async (ref) => formatNodeDevice(devices.get(ref)),
    nodeDeviceGetParent: async (ref) => devices.get(ref).parent?.name,
    nodeDeviceListCaps: async (ref) => devices.get(ref).capabilities.map(({ type }) => type),
    nodeDeviceIsPersistent: async (ref) => devices.isPersistent(devices.get(ref)),
    async nodeDeviceIsActive(ref) {
      devices.get(ref);
      return true;
    },

    async nodeDeviceCreateXML(xml) {
      const definition = parseNodeDevice(xml, { create: true });
      return deviceRef(createVport(devices, definition.parent, wwnsOf(definition), definition.name));
    },

    async nodeDeviceDestroy(ref) {
      const device = devices.get(ref);
      wwnsOf(device);
      devices.remove(device);
    },
  };
}

/** What a device counts as: its capabilities, and those within them. */
function kindsOf({ capabilities: own }: NodeDevice): ReadonlySet<string> {
  const kinds = new Set<string>();
  for (const capability of own) {
    kinds.add(capability.type);
    if (capability.type === 'scsi_host' && capability.fcHost !== undefined) kinds.add('fc_host');
    if (capability.type === 'scsi_host' && capability.vportOps !== undefined) kinds.add('vports');
    if ('mdevTypes' in capability && capability.mdevTypes !== undefined) kinds.add('mdev_types');
    if (capability.type === 'pci' && 'vpd' in capability) kinds.add('vpd');
  }
  return kinds;
}
