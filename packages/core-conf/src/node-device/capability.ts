import { oneOf } from '../table/codec.ts';
import type { Field, Required } from '../table/field.ts';
import { union } from '../table/child.ts';
import { problem } from '../table/problem.ts';
import { nameCheck, type Fields } from '../table/table.ts';
import { deviceName, textSupplied, worded } from './fields.ts';
import { mdev, type MdevCapability } from './mdev.ts';
import { net, type NetCapability } from './net.ts';
import { pci, type PciCapability } from './pci.ts';
import {
  apCard, apMatrix, apQueue, ccw, ccwGroup, css,
  type ApCardCapability, type ApMatrixCapability, type ApQueueCapability, type CcwCapability, type CcwGroupCapability, type CssCapability,
} from './s390.ts';
import {
  scsi, scsiGeneric, scsiHost, scsiTarget,
  type ScsiCapability, type ScsiGenericCapability, type ScsiHostCapability, type ScsiTargetCapability,
} from './scsi.ts';
import { storage, type StorageCapability } from './storage.ts';
import { system, type SystemCapability } from './system.ts';
import { usbDevice, usbInterface, type UsbDeviceCapability, type UsbInterfaceCapability } from './usb.ts';

/** What a device is, and what it can do. */
export type NodeDeviceCapability =
  | SystemCapability
  | PciCapability
  | UsbDeviceCapability
  | UsbInterfaceCapability
  | NetCapability
  | ScsiHostCapability
  | ScsiTargetCapability
  | ScsiCapability
  | StorageCapability
  | ScsiGenericCapability
  | DrmCapability
  | MdevCapability
  | CcwCapability
  | CssCapability
  | VdpaCapability
  | ApCardCapability
  | ApQueueCapability
  | ApMatrixCapability
  | CcwGroupCapability;

/** A graphics device. */
export interface DrmCapability {
  type: 'drm';
  kind: 'primary' | 'control' | 'render';
}

/** A device with a virtio data path in hardware. */
export interface VdpaCapability {
  type: 'vdpa';
  /** Path of the character device. */
  chardev: string;
}

const drm: Fields<Omit<DrmCapability, 'type'>> = {
  kind: worded('type', oneOf('primary', 'control', 'render'), {
    missing: "unknown drm type '(null)' for '%n'",
    invalid: "unknown drm type '%v' for '%n'",
    code: 'VIR_ERR_CONFIG_UNSUPPORTED',
  }),
};

const vdpa: Fields<Omit<VdpaCapability, 'type'>> = { chardev: textSupplied('chardev', 'vDPA character device') };

const capability = union<NodeDeviceCapability>('type', () => ({
  system, pci, usb_device: usbDevice, usb: usbInterface, net, scsi_host: scsiHost, scsi_target: scsiTarget, scsi, storage,
  scsi_generic: scsiGeneric, drm, mdev, ccw, css, vdpa, ap_card: apCard, ap_queue: apQueue, ap_matrix: apMatrix,
  ccwgroup: ccwGroup,
}));

/** All capabilities of a device; there is at least one. */
export const capabilities: Required<NodeDeviceCapability[]> = {
  attributes: [],
  children: ['capability'],
  required: true,
  read(element, context) {
    const found = element.all('capability');
    if (found.length === 0) {
      throw problem(element, `no device capabilities for '${deviceName(element)}'`, { code: 'VIR_ERR_INTERNAL_ERROR' });
    }
    return found.map((one) => capability.read(one, context) as NodeDeviceCapability);
  },
  writeChildren(values, out) {
    for (const value of values) {
      out.xml.open('capability');
      capability.writeAttributes?.(value, out, value);
      capability.writeChildren?.(value, out, value);
      out.xml.close(true);
    }
  },
  schema: () => ({ type: 'array', items: capability.schema() }),
  inner: () => nameCheck([capability as Field<unknown>]),
};
