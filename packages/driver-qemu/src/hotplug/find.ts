import type { Controller, Disk, Domain, Interface } from '@virtweave/core-conf';
import { VirtError } from '@virtweave/core-util';
import { isDeepStrictEqual } from 'node:util';
import type { XmlElement } from '@virtweave/core-util/xml';
import type { QemuEngine } from '../engine/engine.ts';
import { grow } from './grow.ts';
import { listOf, placedDevices, withoutDevice, type AnyDevice, type PlacedDevice } from './kinds.ts';

/** The device of an alias. @throws VirtError VIR_ERR_DEVICE_MISSING */
export function findAlias({ devices }: Domain, alias: string): PlacedDevice {
  const found = placedDevices(devices).find(({ device }) => device.alias === alias);
  if (found === undefined) throw missing(`no device found with alias ${alias}`);
  return found;
}

/**
 * The device that a document describes: disks are known by their target, interfaces by their address, controllers by
 * their index, all by an alias; others must be as the document says.
 *
 * @throws VirtError VIR_ERR_DEVICE_MISSING
 */
export async function findDevice(engine: QemuEngine, document: Domain, wish: XmlElement): Promise<PlacedDevice> {
  const list = listOf(wish.name);
  const all = placedDevices(document.devices).filter((one) => one.list === list);
  const alias = wish.child('alias')?.attr('name');
  if (wish.name === 'disk') {
    const target = wish.child('target')?.attr('dev');
    return only(all.filter(({ device }) => (device as Disk).target.dev === target), `disk ${target ?? ''} not found`);
  }
  if (wish.name === 'interface') {
    const mac = wish.child('mac')?.attr('address')?.toLowerCase();
    const address = placeOf(wish);
    const fits = all.filter(
      ({ device }) =>
        (mac === undefined || (device as Interface).mac?.address === mac) &&
        (address === undefined || address === pciPlace(device)) &&
        (alias === undefined || device.alias === alias),
    );
    if (fits.length > 1) throw new VirtError('VIR_ERR_OPERATION_FAILED', `multiple devices matching MAC address ${mac ?? ''} found`, { domain: 'VIR_FROM_QEMU' });
    return only(fits, `no device matching MAC address ${mac ?? ''} found`);
  }
  if (wish.name === 'controller') {
    const { type, index } = { type: wish.attr('type'), index: wish.attr('index') };
    const fits = all.filter(({ device }) => (device as Controller).type === type && String((device as Controller).index) === (index ?? '0'));
    return only(fits, `controller ${type ?? ''}:${index ?? 0} not found`);
  }
  if (alias !== undefined) return only(all.filter(({ device }) => device.alias === alias), `no device found with alias ${alias}`);
  return only(await alike(engine, document, wish, all), `device '${wish.name}' not present in domain configuration`);
}

/** Which of these is what the document would become, but for places and names? */
async function alike(engine: QemuEngine, document: Domain, wish: XmlElement, all: readonly PlacedDevice[]): Promise<readonly PlacedDevice[]> {
  for (const one of all) {
    const rest = { ...document, devices: withoutDevice(document.devices, one.list, one.index) };
    const { device } = await grow(engine, rest, wish);
    if (isDeepStrictEqual(bare(device.device), bare(one.device))) return [one];
  }
  return [];
}

/** Without what QEMU or a definition gave it. */
function bare({ alias: _, address: __, ...device }: AnyDevice): object {
  const rest = device as { source?: { path?: unknown } };
  return rest.source?.path === undefined ? rest : { ...rest, source: { ...rest.source, path: undefined } };
}

function placeOf(wish: XmlElement): string | undefined {
  const address = wish.child('address');
  if (address?.attr('type') !== 'pci') return undefined;
  return ['domain', 'bus', 'slot', 'function'].map((name) => Number(address.attr(name) ?? 0)).join(':');
}

function pciPlace({ address }: AnyDevice): string | undefined {
  const place = address as { type?: string; domain?: number; bus?: number; slot?: number; function?: number } | undefined;
  if (place?.type !== 'pci') return undefined;
  return [place.domain ?? 0, place.bus ?? 0, place.slot ?? 0, place.function ?? 0].join(':');
}

function only(found: readonly PlacedDevice[], absent: string): PlacedDevice {
  const [first] = found;
  if (first === undefined) throw missing(absent);
  return first;
}

function missing(detail: string): VirtError {
  return new VirtError('VIR_ERR_DEVICE_MISSING', detail, { domain: 'VIR_FROM_QEMU' });
}
