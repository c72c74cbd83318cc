import { VirtError } from '@virtweave/core-util/errors';
import { XmlElement } from '@virtweave/core-util/xml';
import { openDocument, type DocumentOptions } from '../table/document.ts';
import { readTable } from '../table/table.ts';
import type { NodeDeviceCapability } from './capability.ts';
import { nodeDevice, type NodeDevice } from './device.ts';
import type { ScsiHostCapability } from './scsi.ts';

/** How the definition of a device is read. */
export interface NodeDeviceParseOptions extends DocumentOptions {
  /** The document asks for a device that is not there yet: its name says nothing, and a SCSI host has no number (`CREATE_DEVICE`). */
  readonly create?: boolean;
  /** Makes up a world wide name for a new Fibre Channel host that has none. */
  readonly generateWwn?: () => string;
}

/**
 * Reads a `<device>` document as libvirt does (`virNodeDeviceDefParse`): what only the host can tell (driver, number of
 * blocks, virtual ports) is dropped.
 *
 * @throws VirtError `VIR_ERR_XML_DETAIL` for text that is no XML, `VIR_ERR_INTERNAL_ERROR` and others for content that is wrong
 *
 * @example
 * ```ts
 * const device = parseNodeDevice("<device><name>d</name><capability type='drm'><type>render</type></capability></device>");
 * device.capabilities[0]?.type; // 'drm'
 * ```
 */
export function parseNodeDevice(document: string | XmlElement, options: NodeDeviceParseOptions = {}): NodeDevice {
  const device = read(document, options, options.create === true);
  delete device.driver;
  for (const capability of device.capabilities) complete(capability, device.name, options);
  return device;
}

/** Reads the object that a `<device>` document stands for, as it is written: nothing is filled in or dropped. */
export function readNodeDevice(document: string | XmlElement, options: DocumentOptions = {}): NodeDevice {
  return read(document, options, false);
}

function read(document: string | XmlElement, options: DocumentOptions, create: boolean): NodeDevice {
  const root = openDocument(document, 'device', nodeDevice, { ...options, defaultName: '(node_device_definition)' });
  const named = create ? withName(root, 'new device') : root;
  return readTable(nodeDevice, named, { inactive: true, status: false });
}

/** The same document with another name. */
function withName(root: XmlElement, name: string): XmlElement {
  const others = root.children.filter((one) => one.kind !== 'element' || one.name !== 'name');
  const element = new XmlElement('name', undefined, [{ kind: 'text', value: name }]);
  return new XmlElement(root.name, root.attributes, [element, ...others], root.offset, root.source);
}

function complete(capability: NodeDeviceCapability, name: string, options: NodeDeviceParseOptions): void {
  switch (capability.type) {
    case 'pci':
      if (capability.iommuGroup?.addresses.length === 0) delete capability.iommuGroup;
      if (capability.mdevTypes?.types === undefined) delete capability.mdevTypes;
      break;
    case 'system':
      capability.firmware ??= {};
      break;
    case 'mdev':
      capability.iommuGroup ??= 0;
      delete capability.parentAddress;
      break;
    case 'storage':
      for (const data of [capability, capability.removable]) {
        delete data?.logicalBlockSize;
        delete data?.numBlocks;
      }
      break;
    case 'scsi_host':
      completeScsiHost(capability, name, options);
      break;
    case 'css':
    case 'ap_matrix':
      if (capability.mdevTypes?.types === undefined) delete capability.mdevTypes;
      break;
    default:
  }
}

function completeScsiHost(
  capability: ScsiHostCapability,
  name: string,
  { create, generateWwn }: NodeDeviceParseOptions,
): void {
  if (capability.host === undefined && create !== true) throw refuse(`no SCSI host ID supplied for '${name}'`);
  if (capability.vportOps !== undefined) capability.vportOps = { maxVports: 0, vports: 0 };
  const { fcHost } = capability;
  if (fcHost === undefined) return;
  for (const key of ['wwnn', 'wwpn'] as const) {
    const wwn = fcHost[key] ?? (create === true ? generateWwn?.() : undefined);
    if (wwn === undefined) throw refuse(`no ${key.toUpperCase()} supplied for '${name}', and auto-generation failed`);
    fcHost[key] = wwn;
  }
}

function refuse(detail: string): VirtError {
  return new VirtError('VIR_ERR_INTERNAL_ERROR', detail, { domain: 'VIR_FROM_NODEDEV' });
}
