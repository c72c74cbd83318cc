import { isDeepStrictEqual } from 'node:util';
import { formatDomain, type Domain } from '@virtweave/core-conf';
import { VirtError } from '@virtweave/core-util';
import { readXml, XmlElement } from '@virtweave/core-util/xml';
import { defineDocument } from '../engine/definitions.ts';
import type { QemuEngine } from '../engine/engine.ts';
import { listOf, placedDevices, type PlacedDevice } from './kinds.ts';

/** A document that has got a device more. */
export interface Grown {
  readonly document: Domain;
  /** The device of the wish: complete, with its address. */
  readonly device: PlacedDevice;
  /** What came with it: controllers that it needs. */
  readonly others: readonly PlacedDevice[];
}

/** Reads the document of a device. */
export function readDevice(xml: string): XmlElement {
  return readXml(xml, { name: '(device_definition)' });
}

/**
 * The document with a device added, completed and checked as if the whole had been defined so. Devices that it had keep
 * their places.
 *
 * @throws VirtError as a definition's would be; VIR_ERR_OPERATION_UNSUPPORTED for a device that does not stand in a list
 */
export async function grow(engine: QemuEngine, base: Domain, wish: XmlElement): Promise<Grown> {
  const list = listOf(wish.name);
  if (list === undefined) throw unsupported(`a device '${wish.name}' cannot be attached to a domain that has one already`);
  const root = readXml(formatDomain(base, { inactive: true, secure: true }));
  const [before, document] = await Promise.all([
    defineDocument(engine, root),
    defineDocument(engine, withChild(root, wish)),
  ]);
  const old = placedDevices(before.devices);
  const added = placedDevices(document.devices).filter(
    (one) => !old.some(({ list: other, device }) => other === one.list && isDeepStrictEqual(device, one.device)),
  );
  const device = added.find((one) => one.list === list);
  if (device === undefined) {
    throw new VirtError('VIR_ERR_OPERATION_INVALID', `a device '${wish.name}' like this one is there already`, { domain: 'VIR_FROM_QEMU' });
  }
  return { document, device, others: added.filter((one) => one !== device) };
}

function withChild(root: XmlElement, device: XmlElement): XmlElement {
  const children = root.children.map((child) =>
    child.kind === 'element' && child.name === 'devices' ? new XmlElement('devices', child.attributes, [...child.children, device]) : child,
  );
  return new XmlElement(root.name, root.attributes, children);
}

function unsupported(detail: string): VirtError {
  return new VirtError('VIR_ERR_OPERATION_UNSUPPORTED', detail, { domain: 'VIR_FROM_QEMU' });
}
