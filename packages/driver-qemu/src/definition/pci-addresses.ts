import { VirtError } from '@virtweave/core-util';
import { eachDevice, type Address, type Device, type Domain } from '@virtweave/core-conf';
import { ensureController, findController, highestIndex, isUsb2 } from './controllers.ts';
import { boardOf, pciRootOf } from './machine.ts';
import type { DefinitionContext } from './options.ts';
import { PciBuses, type PciPlace } from './pci-buses.ts';
import { placeChipset } from './pci-chipset.ts';
import { connect, controllerConnect, deviceConnect, endpointsOf } from './pci-connect.ts';
import { completePciControllers } from './pci-controllers.ts';
import { completePciPlace, pciPlaceOf, setPciPlace, wantsPciAddress } from './pci-wanted.ts';

/**
 * Gives every PCI device its place, and adds the controllers that this takes. Guests remember their hardware by these
 * places, so they are libvirt's (`qemuDomainAssignPCIAddresses`).
 */
export function assignPciAddresses(domain: Domain, context: DefinitionContext): void {
  const known = highestIndex(domain, 'pci');
  // Other Arm boards than these have no PCI that could be used.
  if (boardOf(domain) === 'arm') return;
  if (known < 0) return requireNone(domain, context);
  requireRoot(domain);
  const count = addNeededBuses(domain, context, known);
  const buses = createBuses(domain, context, count, false);
  placeChipset(domain, buses);
  assignAll(domain, context, buses);
  markMultifunction(domain, buses);
  requireLowerBuses(domain);
  completePciControllers(domain, context);
}

/** A board without PCI has no room for what needs it. */
function requireNone(domain: Domain, context: DefinitionContext): void {
  if (boardOf(domain) !== 'isapc') return;
  eachDevice(domain.devices, (item) => {
    if (wantsPciAddress(item.device as { address?: Address }) && deviceConnect(item, domain, context) !== 0) {
      throw new VirtError('VIR_ERR_XML_ERROR', 'No PCI buses available', { domain: 'VIR_FROM_DOMAIN' });
    }
  });
}

/** The root of all PCI is that of the board. */
function requireRoot(domain: Domain): void {
  const root = pciRootOf(boardOf(domain));
  const model = findController(domain, 'pci', 0)?.model;
  if (root === undefined || model === undefined || model === root) return;
  throw new VirtError(
    'VIR_ERR_XML_ERROR',
    `The PCI controller with index='0' must be model='${root}' for this machine type, but model='${model}' was found instead`,
    { domain: 'VIR_FROM_DOMAIN' },
  );
}

/** A pass that only counts: how many buses are needed? Adds their controllers. */
function addNeededBuses(domain: Domain, context: DefinitionContext, known: number): number {
  const forget = rememberAddresses(domain);
  const buses = createBuses(domain, context, known + 1, true);
  const express = pciRootOf(boardOf(domain)) === 'pcie-root';
  placeChipset(domain, buses);
  const full = buses.buses.every((bus) => bus.isFull);
  // One slot is kept free for a bridge that may be needed later.
  if (!full && !express) buses.reserveNext(connect.pciDevice | connect.hotpluggable);
  assignAll(domain, context, buses);
  // What this pass finds is forgotten, except for the controllers.
  forget();
  // Who leaves the controllers to us gets one free port, so that something can be plugged in later.
  if (express && known <= 0 && buses.buses.length > known + 1) buses.reserveNext(endpointsOf(domain).pcie);
  for (let index = 1; index < buses.buses.length; index += 1) {
    const model = buses.buses[index]?.model ?? 'pci-bridge';
    const added = ensureController(domain, 'pci', index, model);
    if (added !== undefined && model !== 'pci-root') buses.reserveNext(controllerConnect(model));
  }
  return buses.buses.length;
}

/** Takes note of all addresses, and returns what brings them back. */
function rememberAddresses({ devices }: Domain): () => void {
  const before: [device: { address?: Address }, address: Address | undefined][] = [];
  eachDevice(devices, ({ device }) => {
    const addressed = device as { address?: Address };
    before.push([addressed, addressed.address]);
  });
  return () => {
    for (const [device, address] of before) {
      if (address === undefined) delete device.address;
      else device.address = address;
    }
  };
}

/** The buses of the document's controllers, with everything on them that has its place already. */
function createBuses(domain: Domain, context: DefinitionContext, count: number, grows: boolean): PciBuses {
  const root = pciRootOf(boardOf(domain)) ?? findController(domain, 'pci', 0)?.model ?? 'pci-root';
  const pseries = boardOf(domain) === 'pseries';
  const models: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const fallback = index === 0 ? root : root === 'pcie-root' ? 'pcie-root-port' : pseries ? 'pci-root' : 'pci-bridge';
    models.push(findController(domain, 'pci', index)?.model ?? fallback);
  }
  const buses = new PciBuses(models, {
    grows,
    pcieToPciBridge: context.has('pcie-pci-bridge'),
    multipleRoots: pseries,
  });
  eachDevice(domain.devices, (item) => {
    const { address: given } = item.device as { address?: Address };
    if (given !== undefined && pciPlaceOf(given) !== undefined) completePciPlace(given);
    const place = pciPlaceOf((item.device as { address?: Address }).address);
    if (place === undefined) return;
    const flags = deviceConnect(item, domain, context);
    requireFirstDomain(given, place);
    buses.requireAccepts(place, flags);
    buses.reserve(place, flags === 0 ? connect.pciDevice : flags, isolationGroupOf(item, domain, context));
  });
  return buses;
}

/** Guests have one PCI domain. */
function requireFirstDomain(address: Address | undefined, { bus, slot, function: fn }: PciPlace): void {
  const domain = address?.type === 'pci' ? (address.domain ?? 0) : 0;
  if (domain === 0) return;
  const place = `${hex(domain, 4)}:${hex(bus, 2)}:${hex(slot, 2)}.${fn}`;
  throw new VirtError('VIR_ERR_XML_ERROR', `Invalid PCI address ${place}. Only PCI domain 0 is available`, {
    domain: 'VIR_FROM_DOMAIN',
  });
}

const hex = (value: number, width: number): string => value.toString(16).padStart(width, '0');

/** A controller stands on a bus of a lower number, so that none stands behind itself. */
function requireLowerBuses({ devices }: Domain): void {
  for (const { type, index, address } of devices.controllers) {
    const place = type === 'pci' && index > 0 ? pciPlaceOf(address) : undefined;
    if (place === undefined || place.bus < index) continue;
    throw new VirtError(
      'VIR_ERR_CONFIG_UNSUPPORTED',
      `PCI controller at index ${index} (0x${hex(index, 2)}) has bus='0x${hex(place.bus, 2)}', but index must be larger than bus`,
      { domain: 'VIR_FROM_DOMAIN' },
    );
  }
}

/** The order in which devices without a place get one. */
const order: readonly Device['kind'][] = [
  'filesystems',
  'interfaces',
  'sounds',
  'controllers',
  'disks',
  'hostdevs',
  'memballoon',
  'rngs',
  'watchdogs',
  'videos',
  'shmems',
  'inputs',
  'serials',
  'panics',
  'vsock',
  'iommu',
  'memories',
  'cryptos',
  'pstore',
];

function assignAll(domain: Domain, context: DefinitionContext, buses: PciBuses): void {
  const waiting = new Map<Device['kind'], Device[]>();
  const pciControllers: Device[] = [];
  eachDevice(domain.devices, (item) => {
    if (!wantsPciAddress(item.device as { address?: Address })) return;
    if (item.kind === 'controllers' && item.device.type === 'pci') pciControllers.push(item);
    else waiting.set(item.kind, [...(waiting.get(item.kind) ?? []), item]);
  });
  for (const item of [...pciControllers, ...order.flatMap((kind) => waiting.get(kind) ?? [])]) {
    const flags = deviceConnect(item, domain, context);
    if (flags === 0) continue;
    if (item.kind === 'controllers' && isUsb2(item.device)) placeUsb2(item.device, domain, buses, flags);
    else
      setPciPlace(
        item.device as { address?: Address },
        buses.reserveNext(flags, { isolationGroup: isolationGroupOf(item, domain, context) }),
      );
  }
}

/** POWER: devices of one IOMMU group share a host bridge with nobody else; 0: no such device. */
function isolationGroupOf(item: Device, domain: Domain, { hostPciDevice }: DefinitionContext): number {
  if (boardOf(domain) !== 'pseries') return 0;
  const source = item.kind === 'hostdevs' || item.kind === 'interfaces' ? item.device.source : undefined;
  if (source === undefined || (source.type !== 'pci' && source.type !== 'hostdev') || source.address === undefined)
    return 0;
  const group = hostPciDevice?.(source.address)?.iommuGroup;
  return group === undefined ? 0 : group + 1;
}

const usb2Functions: { readonly [model: string]: number } = {
  'ich9-ehci1': 7,
  'ich9-uhci1': 0,
  'ich9-uhci2': 1,
  'ich9-uhci3': 2,
};

/** Master and companions of a USB 2 controller are functions of one slot. */
function placeUsb2(
  controller: Extract<Device, { kind: 'controllers' }>['device'],
  { devices }: Domain,
  buses: PciBuses,
  flags: number,
): void {
  const fn = usb2Functions[controller.model ?? ''] ?? 0;
  const other = devices.controllers.find(
    (one) =>
      one !== controller && isUsb2(one) && one.index === controller.index && pciPlaceOf(one.address) !== undefined,
  );
  const found = pciPlaceOf(other?.address) ?? buses.next(flags, { function: fn });
  const place = { bus: found.bus, slot: found.slot, function: fn };
  buses.reserve(place, flags, 0, false);
  setPciPlace(controller, place, fn === 0 ? true : undefined);
}

/** Function 0 of a slot with several functions must say so. */
function markMultifunction(domain: Domain, buses: PciBuses): void {
  eachDevice(domain.devices, (item) => {
    const { address } = item.device as { address?: Address };
    const place = pciPlaceOf(address);
    if (place === undefined || address?.type !== 'pci' || place.function !== 0) return;
    if (address.multifunction === undefined && buses.functionsIn(place.bus, place.slot) > 1)
      address.multifunction = true;
  });
}
