import { type Table } from '../../table/table.ts';
import { type DeviceInfo, type VirtioOptions } from './device-info.ts';
import { type DriverIothread } from './driver-iothreads.ts';
/** `<controller>`: what other devices are plugged into. */
export interface Controller extends DeviceInfo {
    type: ControllerType;
    /** Number of the controller among those of its type; -1: to be assigned. */
    index: number;
    model?: string;
    /** USB and virtio-serial. */
    ports?: number;
    /** virtio-serial. */
    vectors?: number;
    /** Xen bus. */
    maxGrantFrames?: number;
    maxEventChannels?: number;
    /** PCI: the hypervisor's device that plays the model. */
    modelName?: string;
    /** PCI. */
    target?: PciControllerTarget;
    driver?: ControllerDriver;
    /** PCI: KiB above 4 GiB for the devices' memory. */
    pcihole64?: number;
    /** Companion of a USB 2 controller: the port of the master where it begins. */
    master?: {
        startport: number;
    };
}
export type ControllerType = 'ide' | 'fdc' | 'scsi' | 'sata' | 'virtio-serial' | 'ccid' | 'usb' | 'pci' | 'xenbus' | 'isa' | 'nvme';
export interface PciControllerTarget {
    /** Number that the guest's firmware gives to the chassis of a PCI bridge. */
    chassisNr?: number;
    /** The same of a PCIe port. */
    chassis?: number;
    port?: number;
    busNr?: number;
    /** POWER host bridge. */
    index?: number;
    hotplug?: boolean;
    /** MiB. */
    memReserve?: number;
    /** NUMA node of the guest. */
    node?: number;
}
export interface ControllerDriver extends VirtioOptions {
    queues?: number;
    cmdPerLun?: number;
    maxSectors?: number;
    ioeventfd?: boolean;
    iothread?: number;
    iothreads?: DriverIothread[];
}
export declare const controller: Table<Controller>;
//# sourceMappingURL=controller.d.ts.map