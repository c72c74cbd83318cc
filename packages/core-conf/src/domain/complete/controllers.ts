import type { Controller, ControllerType } from '../devices/controller.ts';
import type { Domain } from '../domain.ts';
import { unsupported } from '../validate/refuse.ts';
import { highest } from './highest.ts';
import { insertController } from './order.ts';

/** Gives a number to every controller that has none: the lowest that is free for its type. */
export function indexControllers({ devices }: Domain): void {
  const free = new FreeIndexes(devices.controllers);
  for (const controller of devices.controllers) {
    if (controller.index >= 0) continue;
    controller.index = companionIndex(devices.controllers, controller) ?? free.next(controller);
  }
}

/** The parts of a USB 2 controller: `ich9-ehci1` and its companions share one number, each model once. */
function companionIndex(controllers: readonly Controller[], { type, model }: Controller): number | undefined {
  if (type !== 'usb' || model?.startsWith('ich9-') !== true) return undefined;
  const parts = controllers.filter((one) => one.type === 'usb' && one.index >= 0 && one.model?.startsWith('ich9-') === true);
  return parts.find(({ index }) => !parts.some((one) => one.index === index && one.model === model))?.index;
}

/** The lowest numbers that no controller of a type has; each is given once. */
class FreeIndexes {
  readonly #taken = new Map<ControllerType, Set<number>>();
  /** All below are taken, or not to be given. */
  readonly #lowest = new Map<string, number>();

  constructor(controllers: readonly Controller[]) {
    for (const { type, index } of controllers) this.#takenOf(type).add(index);
  }

  next({ type, model }: Controller): number {
    // Number 0 is the root of all PCI, whether the document speaks of it or not.
    const first = type === 'pci' && model !== undefined && model !== 'pci-root' && model !== 'pcie-root' ? 1 : 0;
    const taken = this.#takenOf(type);
    const key = `${type} ${first}`;
    let index = this.#lowest.get(key) ?? first;
    while (taken.has(index)) index += 1;
    taken.add(index);
    this.#lowest.set(key, index);
    return index;
  }

  #takenOf(type: ControllerType): Set<number> {
    let taken = this.#taken.get(type);
    if (taken === undefined) this.#taken.set(type, (taken = new Set()));
    return taken;
  }
}

/** Controllers of a type that are made because of an address: more than guests have, and few enough to be made at once. */
const mostMade = 4096;

/** Adds the controllers that addresses of other devices speak of, and returns those that are new. */
export function completeControllers(domain: Domain): Controller[] {
  const { devices } = domain;
  const added: Controller[] = [];
  const known = new Set(devices.controllers.map(({ type, index }) => `${type} ${index}`));
  const add = (type: ControllerType, index: number): void => {
    const key = `${type} ${index}`;
    if (known.has(key)) return;
    known.add(key);
    const controller: Controller = { type, index };
    insertController(devices.controllers, controller);
    added.push(controller);
  };
  const upTo = (type: ControllerType, addresses: readonly Addressed[]): void => {
    const last = highest(addresses, (address) => controllerOf(address, 'drive'));
    if (last >= mostMade) {
      throw unsupported(`an address on ${type} controller ${last}: controllers are made up to number ${mostMade - 1}`);
    }
    for (let index = 0; index <= last; index += 1) add(type, index);
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
