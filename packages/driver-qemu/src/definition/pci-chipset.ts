import { VirtError } from '@virtweave/core-util';
import type { Controller, Domain, PciAddress } from '@virtweave/core-conf';
import { boardOf } from './machine.ts';
import type { PciBuses, PciPlace } from './pci-buses.ts';
import { connect } from './pci-connect.ts';
import { pciPlaceOf, setPciPlace, wantsPciAddress } from './pci-wanted.ts';

/** Places that a board's own chips have, and devices that libvirt puts where real boards have them. */
export function placeChipset(domain: Domain, buses: PciBuses): void {
  const board = boardOf(domain);
  if (board === 'i440fx') placePiix3(domain, buses);
  else if (board === 'q35') placeIch9(domain, buses);
}

/** The PIIX3 of the i440fx board: bridge, IDE and USB in slot 1, and the screen in slot 2. */
function placePiix3(domain: Domain, buses: PciBuses): void {
  for (const controller of domain.devices.controllers) {
    if (controller.index !== 0) continue;
    if (controller.type === 'ide') placeFixed(controller, 'Primary IDE controller', { bus: 0, slot: 1, function: 1 }, buses);
    else if (controller.type === 'usb' && (controller.model ?? 'piix3-uhci') === 'piix3-uhci') {
      placeFixed(controller, 'PIIX3 USB controller at index 0', { bus: 0, slot: 1, function: 2 }, buses);
    }
  }
  reserveBuiltIn(buses, 1, [0, 3]);
  reserveRest(buses, 1, [1, 2]);
  placePrimaryVideo(domain, buses, 2);
}

/** A device that the chip has in one place: it can be nowhere else, and nobody else there. */
function placeFixed(controller: Controller, name: string, place: PciPlace, buses: PciBuses): void {
  const { address } = controller;
  if (wantsPciAddress(controller)) {
    buses.reserve(place, connect.pciDevice);
    setPciPlace(controller, place);
    return;
  }
  const given = pciPlaceOf(address);
  if (given === undefined) return;
  const { domain = 0 } = address as PciAddress;
  if (domain !== 0 || given.bus !== place.bus || given.slot !== place.slot || given.function !== place.function) {
    throw new VirtError(
      'VIR_ERR_INTERNAL_ERROR',
      `${name} must have PCI address 0:0:${place.slot.toString(16)}.${place.function}`,
      { domain: 'VIR_FROM_DOMAIN' },
    );
  }
}

/** Functions that every board of the kind has, though they are in no document: nobody else may stand there. */
function reserveBuiltIn(buses: PciBuses, slot: number, functions: readonly number[]): void {
  for (const fn of functions) buses.reserve({ bus: 0, slot, function: fn }, connect.pciDevice);
}

/** Functions of the board that may be in the document as well. */
function reserveRest(buses: PciBuses, slot: number, functions: readonly number[]): void {
  for (const fn of functions) {
    const place: PciPlace = { bus: 0, slot, function: fn };
    if (!buses.inUse(place)) buses.reserve(place, connect.pciDevice);
  }
}

function placePrimaryVideo({ devices }: Domain, buses: PciBuses, slot: number): void {
  const primary = devices.videos[0];
  if (primary === undefined || !isPciVideo(primary.model.type) || !wantsPciAddress(primary)) return;
  if (buses.slotInUse(0, slot)) return;
  const place = { bus: 0, slot, function: 0 };
  buses.reserve(place, connect.pciDevice);
  setPciPlace(primary, place);
}

function isPciVideo(type: string): boolean {
  return type !== 'none' && type !== 'ramfb' && type !== 'default';
}

/** The ICH9 of the q35 board. */
function placeIch9(domain: Domain, buses: PciBuses): void {
  const { controllers, sounds } = domain.devices;
  for (const controller of controllers) {
    if (controller.type === 'sata' && controller.index === 0) {
      placeFixed(controller, 'Primary SATA controller', { bus: 0, slot: 0x1f, function: 2 }, buses);
      continue;
    }
    if (!wantsPciAddress(controller)) continue;
    let place: PciPlace | undefined;
    let multi: boolean | undefined;
    if (controller.type === 'usb' && controller.model === 'ich9-uhci1') {
      // Where the two USB 2 controllers of the real chip are; the other functions follow this one.
      const slot = [0x1d, 0x1a].find((candidate) => !buses.slotInUse(0, candidate));
      const placed = controllers.some(
        (one) => one.type === 'usb' && one.index === controller.index && pciPlaceOf(one.address) !== undefined,
      );
      if (slot !== undefined && !placed) place = { bus: 0, slot, function: 0 };
      multi = true;
    } else if (controller.type === 'pci' && controller.model === 'dmi-to-pci-bridge') {
      if (!buses.slotInUse(0, 0x1e)) place = { bus: 0, slot: 0x1e, function: 0 };
    }
    if (place === undefined || buses.inUse(place)) continue;
    buses.reserve(place, connect.pciDevice);
    setPciPlace(controller, place, multi);
  }
  reserveBuiltIn(buses, 0x1f, [0, 3]);
  reserveRest(buses, 0x1f, [2]);
  placePrimaryVideo(domain, buses, 1);
  for (const sound of sounds) {
    const place = { bus: 0, slot: 0x1b, function: 0 };
    if (sound.model !== 'ich9' || !wantsPciAddress(sound) || buses.slotInUse(0, place.slot)) continue;
    buses.reserve(place, connect.pciDevice);
    setPciPlace(sound, place);
  }
}
