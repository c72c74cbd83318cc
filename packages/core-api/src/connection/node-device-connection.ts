import type { NodeDeviceRef } from '../contract/references.ts';
import type { DocumentOrObject } from '../guard/definitions.ts';
import type { NodeDevice } from '../node-device/node-device.ts';
import { InterfaceConnection } from './interface-connection.ts';
import { nodeDeviceHandles } from './lazy-handles.ts';
import type { ValidateOptions } from './network-connection.ts';
import { flagsOf, maskOf } from './numbers.ts';
import type { CallOptions, FlagOptions } from './session.ts';

/** What a device of the host is, by the name that its document has. */
export type NodeDeviceCapabilityName =
  | 'system'
  | 'pci'
  | 'usb_device'
  | 'usb'
  | 'net'
  | 'scsi_host'
  | 'scsi_target'
  | 'scsi'
  | 'storage'
  | 'fc_host'
  | 'vports'
  | 'scsi_generic'
  | 'drm'
  | 'mdev_types'
  | 'mdev'
  | 'ccw'
  | 'css'
  | 'vdpa'
  | 'ap_card'
  | 'ap_queue'
  | 'ap_matrix'
  | 'vpd'
  | 'ccwgroup'
  | 'ccwgroup_member';

/** Filters of the device list; of one pair neither or both mean all. */
export interface NodeDeviceListOptions extends FlagOptions {
  /** Only devices that are one of these. */
  readonly capabilities?: readonly NodeDeviceCapabilityName[];
  readonly active?: boolean;
  readonly inactive?: boolean;
  readonly persistent?: boolean;
  readonly transient?: boolean;
}

const listFlags = { persistent: 0x1000_0000, transient: 0x2000_0000, inactive: 0x4000_0000, active: 0x8000_0000 };
const capabilityFlags: Readonly<Record<NodeDeviceCapabilityName, number>> = {
  system: 0x1,
  pci: 0x2,
  usb_device: 0x4,
  usb: 0x8,
  net: 0x10,
  scsi_host: 0x20,
  scsi_target: 0x40,
  scsi: 0x80,
  storage: 0x100,
  fc_host: 0x200,
  vports: 0x400,
  scsi_generic: 0x800,
  drm: 0x1000,
  mdev_types: 0x2000,
  mdev: 0x4000,
  ccw: 0x8000,
  css: 0x1_0000,
  vdpa: 0x2_0000,
  ap_card: 0x4_0000,
  ap_queue: 0x8_0000,
  ap_matrix: 0x10_0000,
  vpd: 0x20_0000,
  ccwgroup: 0x40_0000,
  ccwgroup_member: 0x80_0000,
};

/** Devices of a connection's host. */
export class NodeDeviceConnection extends InterfaceConnection {
  /** Devices of the host, all or filtered. @libvirt virConnectListAllNodeDevices virNodeListDevices virNodeNumOfDevices */
  listAllNodeDevices(options?: NodeDeviceListOptions): Promise<readonly NodeDevice[]> {
    return this.session.run(options, async (call) => {
      const flags = flagsOf(options, listFlags) | maskOf(options?.capabilities, capabilityFlags, 'device capability');
      const list = await this.session.families.nodeDevice.connectListAllNodeDevices(flags >>> 0, call);
      const { NodeDevice } = await nodeDeviceHandles();
      return list.map((ref) => new NodeDevice(this.session, ref));
    });
  }

  /** `VIR_ERR_NO_NODE_DEVICE` when there is none. @libvirt virNodeDeviceLookupByName */
  nodeDeviceLookupByName(name: string, options?: CallOptions): Promise<NodeDevice> {
    return this.session.run(options, async (call) =>
      this.#device(await this.session.families.nodeDevice.nodeDeviceLookupByName(name, call)),
    );
  }

  /** The SCSI host of a fibre channel port, by its world wide names. @libvirt virNodeDeviceLookupSCSIHostByWWN */
  nodeDeviceLookupSCSIHostByWWN(wwnn: string, wwpn: string, options?: CallOptions): Promise<NodeDevice> {
    return this.session.run(options, async (call) =>
      this.#device(await this.session.families.nodeDevice.nodeDeviceLookupSCSIHostByWWN(wwnn, wwpn, 0, call)),
    );
  }

  /** Defines a device that the host can make (a mediated one). It is not started. @libvirt virNodeDeviceDefineXML */
  nodeDeviceDefineXML(xml: DocumentOrObject<'node-device'>, options?: ValidateOptions): Promise<NodeDevice> {
    return this.session.run(options, async (call) => {
      const flags = flagsOf(options, { validate: 1 });
      return this.#device(await this.session.families.nodeDevice.nodeDeviceDefineXML(xml as string, flags, call));
    });
  }

  /** Makes a device: a virtual port of a SCSI host, a mediated device. @libvirt virNodeDeviceCreateXML */
  nodeDeviceCreateXML(xml: DocumentOrObject<'node-device'>, options?: ValidateOptions): Promise<NodeDevice> {
    return this.session.run(options, async (call) => {
      const flags = flagsOf(options, { validate: 1 });
      return this.#device(await this.session.families.nodeDevice.nodeDeviceCreateXML(xml as string, flags, call));
    });
  }

  async #device(ref: NodeDeviceRef): Promise<NodeDevice> {
    const { NodeDevice } = await nodeDeviceHandles();
    return new NodeDevice(this.session, ref);
  }
}
