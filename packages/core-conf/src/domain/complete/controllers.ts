import type { Controller, ControllerType } from '../devices/controller.ts';
import type { Domain } from '../domain.ts';

/** Gives a number to every controller that has none: the lowest that is free for its type. */
export function indexControllers({ devices }: Domain): void {
  for (const controller of devices.controllers) {
    if (controller.index >= 0) continue;
    controller.index = firstFree(devices.controllers, controller.type);
  }
}

function firstFree(controllers: readonly Controller[], type: ControllerType): number {
  const taken = new Set(controllers.filter((one) => one.type === type).map(({ index }) => index));
  let index = 0;
  while (taken.has(index)) index += 1;
  return index;
}

/** Adds the controllers that addresses of other devices speak of. */
export function completeControllers(domain: Domain): void {
  const { devices } = domain;
  const need = (type: ControllerType, highest: number): void => {
    for (let index = 0; index <= highest; index += 1) addController(domain, type, index);
  };
  for (const type of ['scsi', 'ide', 'sata', 'fdc'] as const) {
    need(type, highest(devices.disks.filter(({ target }) => target.bus === type).map(({ address }) => address)));
  }
  need('scsi', highest(devices.hostdevs.filter(({ source }) => source.type === 'scsi').map(({ address }) => address)));
  need('virtio-serial', highest([...devices.channels, ...devices.consoles].map(({ address }) => address), 'virtio-serial'));
  need('ccid', highest(devices.smartcards.map(({ address }) => address), 'ccid'));
}

type Addressed = { readonly type: string; readonly controller?: number } | undefined;

function highest(addresses: readonly Addressed[], type = 'drive'): number {
  return Math.max(-1, ...addresses.map((address) => (address?.type === type ? (address.controller ?? -1) : -1)));
}

/** Adds a controller unless it is there; new ones stand behind those of their type. */
export function addController({ devices }: Domain, type: ControllerType, index: number): Controller | undefined {
  const { controllers } = devices;
  if (controllers.some((one) => one.type === type && one.index === index)) return undefined;
  const controller: Controller = { type, index };
  const last = controllers.map((one) => one.type).lastIndexOf(type);
  controllers.splice(last < 0 ? controllers.length : last + 1, 0, controller);
  return controller;
}
