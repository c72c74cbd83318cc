import type { Address, Disk, Domain } from '@virtweave/core-conf';
import { isJsonObject, type Json, type JsonObject } from '../qmp/index.ts';
import type { AskAgent } from './ask.ts';
import { malformed } from './errors.ts';
import { INT, UINT, integerOf, listOf, need, textOf } from './reply.ts';

/** A block device as the guest sees it. */
export interface GuestDisk {
  readonly name: string;
  readonly partition: boolean;
  /** Device mapper's name. */
  readonly alias?: string;
  readonly dependencies: readonly string[];
  readonly address?: GuestDiskAddress;
}

/** Where a disk of the guest is plugged in. */
export interface GuestDiskAddress {
  readonly serial?: string;
  /** The guest's name for it: `/dev/vda`. */
  readonly device?: string;
  readonly pci: { readonly domain: number; readonly bus: number; readonly slot: number; readonly function: number };
  readonly ccw?: { readonly cssid: number; readonly ssid: number; readonly devno: number };
  readonly busType: string | undefined;
  readonly bus: number;
  readonly target: number;
  readonly unit: number;
}

export async function getDisks(ask: AskAgent): Promise<readonly GuestDisk[]> {
  const command = 'guest-get-disks';
  return listOf(await ask(command), "qemu agent didn't return an array of disks").map((disk) => {
    const alias = textOf(disk['alias']);
    const partition = disk['partition'];
    return {
      name: need(textOf(disk['name']), 'name', command),
      partition: need(typeof partition === 'boolean' ? partition : undefined, 'partition', command),
      ...(alias !== undefined && { alias }),
      dependencies: dependenciesOf(disk['dependencies']),
      ...(isJsonObject(disk['address']) && { address: readDiskAddress(disk['address']) }),
    };
  });
}

function dependenciesOf(value: Json | undefined): readonly string[] {
  if (value === undefined) return [];
  const list = Array.isArray(value) ? (value as readonly Json[]) : [undefined];
  if (!list.every((one) => typeof one === 'string')) throw malformed('JSON string array contains non-string element');
  return list;
}

/** Reads QEMU's `GuestDiskAddress`. What has no address in its bus says -1. */
export function readDiskAddress(address: JsonObject): GuestDiskAddress {
  const number = (from: JsonObject, key: string, high: number = INT): number => {
    const value = integerOf(from[key], -high, high);
    if (value === undefined) throw malformed(`'${key}' missing`);
    return value;
  };
  const bus = number(address, 'bus');
  const target = number(address, 'target');
  const unit = number(address, 'unit');
  const pci = address['pci-controller'];
  if (!isJsonObject(pci)) throw malformed("'pci-controller' missing");
  const ccw = address['ccw-address'];
  const serial = textOf(address['serial']);
  const device = textOf(address['dev']);
  return {
    bus,
    target,
    unit,
    busType: textOf(address['bus-type']),
    pci: { domain: number(pci, 'domain'), bus: number(pci, 'bus'), slot: number(pci, 'slot'), function: number(pci, 'function') },
    ...(isJsonObject(ccw) && { ccw: { cssid: number(ccw, 'cssid', UINT), ssid: number(ccw, 'ssid', UINT), devno: number(ccw, 'devno', UINT) } }),
    ...(serial !== undefined && { serial }),
    ...(device !== undefined && { device }),
  };
}

/** The disk of the guest's document that stands at this address. */
export function findDisk({ devices }: Domain, { pci, ccw, busType, bus, target, unit }: GuestDiskAddress): Disk | undefined {
  const isPci = (address: Address | undefined): boolean =>
    address?.type === 'pci' &&
    (address.domain ?? 0) === pci.domain &&
    (address.bus ?? 0) === pci.bus &&
    (address.slot ?? 0) === pci.slot &&
    (address.function ?? 0) === pci.function;
  const controllers = devices.controllers.filter((controller) => isPci(controller.address));
  return devices.disks.find((disk) => {
    const { address } = disk;
    if (address?.type === 'ccw') {
      return ccw !== undefined && address.cssid === ccw.cssid && address.ssid === ccw.ssid && address.devno === ccw.devno;
    }
    if (address?.type !== 'drive') return isPci(address);
    const controller = controllers.find(({ type, index }) => type === disk.target.bus && index === address.controller);
    if (controller === undefined || busType !== disk.target.bus) return false;
    return address.bus === bus && address.target === target && address.unit === unit;
  });
}
