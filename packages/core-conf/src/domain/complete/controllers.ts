import type { Controller, ControllerType } from '../devices/controller.ts';
import type { Domain } from '../domain.ts';
import { insertController } from './order.ts';

/** Gives a number to every controller that has none: the lowest that is free for its type. */
export function indexControllers({ devices }: Domain): void {
  for (const controller of devices.controllers) {
    if (controller.index >= 0) continue;
    controller.index = companionIndex(devices.controllers, controller) ?? firstFree(devices.controllers, controller);
  }
}

/** The parts of a USB 2 controller: `ich9-ehci1` and its companions share one number, each model once. */
function companionIndex(controllers: readonly Controller[], { type, model }: Controller): number | undefined {
  if (type !== 'usb' || model?.startsWith('ich9-') !== true) return undefined;
  const parts = controllers.filter((one) => one.type === 'usb' && one.index >= 0 && one.model?.startsWith('ich9-') === true);
  return parts.find(({ index }) => !parts.some((one) => one.index === index && one.model === model))?.index;
}

function firstFree(controllers: readonly Controller[], { type, model }: Controller): number {
  const taken = new Set(controllers.filter((one) => one.type === type).map(({ index }) => index));
  // Number 0 is the root of all PCI, whether the document speaks of it or not.
  let index = type === 'pci' && model !== undefined && model !== 'pci-root' && model !== 'pcie-root' ? 1 : 0;
  while (taken.has(index)) index += 1;
  return index;
}

/** Adds the controllers that addresses of other devices speak of, and returns those that are new. */
export function completeControllers(domain: Domain): Controller[] {
  const { devices } = domain;
  const added: Controller[] = [];
  const add = (type: ControllerType, index: number): void => {
    const controller = addController(domain, type, index);
    if (controller !== undefined) added.push(controller);
  };
  const upTo = (type: ControllerType, addresses: readonly Addressed[]): void => {
    const highest = Math.max(-1, ...addresses.map((address) => controllerOf(address, 'drive')));
    for (let index = 0; index <= highest; index += 1) add(type, index);
  };
  for (const type of ['scsi', 'fdc', 'ide', 'sata'] as const) {
    upTo(type, devices.disks.filter(({ target }) => target.bus === type).map(({ address }) => address));
  }
  for (const { target, address } of devices.channels) {
    if (target.type === 'virtio') add('virtio-serial', Math.max(0, controllerOf(address, 'virtio-serial')));
  }
  for (const { target, address } of devices.consoles) {
    if (target.type === 'virtio') add('virtio-serial', Math.max(0, controllerOf(address, 'virtio-serial')));
  }
  for (const { address } of devices.smartcards) {
    const index = controllerOf(address, 'ccid');
    if (index >= 0) add('ccid', index);
  }
  const before = added.length;
  const model = devices.controllers.filter(({ type }) => type === 'scsi').at(-1)?.model;
  upTo('scsi', devices.hostdevs.filter(({ source }) => source.type === 'scsi').map(({ address }) => address));
  // Those for host devices are like the one that is there.
  if (model !== undefined) for (const controller of added.slice(before)) controller.model = model;
  return added;
}

type Addressed = { readonly type: string; readonly controller?: number } | undefined;

function controllerOf(address: Addressed, type: string): number {
  return address?.type === type ? (address.controller ?? -1) : -1;
}

/** Adds a controller unless it is there; new ones stand behind those of their type. */
export function addController({ devices }: Domain, type: ControllerType, index: number): Controller | undefined {
  if (devices.controllers.some((one) => one.type === type && one.index === index)) return undefined;
  const controller: Controller = { type, index };
  insertController(devices.controllers, controller);
  return controller;
}
