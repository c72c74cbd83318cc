import type { Controller, ControllerType } from '../devices/controller.ts';
import type { Disk } from '../devices/disk.ts';
import type { Domain } from '../domain.ts';
import { diskBus } from './device.ts';
import { diskIndex } from './drive-address.ts';

/** Puts disks and controllers in the order in which libvirt keeps them. */
export function orderDevices({ devices }: Domain): void {
  for (const disk of devices.disks) disk.target.bus ??= diskBus(disk);
  for (const controller of devices.controllers) completeCompanion(controller);
  devices.disks = orderDisks(devices.disks);
  devices.controllers = orderControllers(devices.controllers);
}

const startPorts: ReadonlyMap<string, number> = new Map([['ich9-uhci1', 0], ['ich9-uhci2', 2], ['ich9-uhci3', 4]]);

/** Each USB 1 companion serves two ports of the USB 2 controller. */
function completeCompanion(controller: Controller): void {
  const startport = controller.type === 'usb' ? startPorts.get(controller.model ?? '') : undefined;
  if (startport !== undefined) controller.master ??= { startport };
}

/** Disks of one bus stand together, where the first of them was, in the order of their names. */
function orderDisks(disks: readonly Disk[]): Disk[] {
  const buses = new Map<string | undefined, { disk: Disk; index: number }[]>();
  for (const disk of disks) {
    const place = { disk, index: diskIndex(disk.target.dev) ?? -1 };
    const same = buses.get(disk.target.bus);
    if (same === undefined) buses.set(disk.target.bus, [place]);
    else same.push(place);
  }
  return [...buses.values()].flatMap((bus) => bus.sort((a, b) => a.index - b.index).map(({ disk }) => disk));
}

/** Controllers of one type stand together, in the order of their numbers, companions behind their master. */
function orderControllers(controllers: readonly Controller[]): Controller[] {
  const types = new Map<ControllerType, Controller[]>();
  for (const controller of controllers) {
    const same = types.get(controller.type);
    if (same === undefined) types.set(controller.type, [controller]);
    else same.push(controller);
  }
  const isCompanion = ({ master }: Controller): number => Number(master !== undefined);
  return [...types.values()].flatMap((type) => type.sort((a, b) => a.index - b.index || isCompanion(a) - isCompanion(b)));
}

/** Puts one more controller where it belongs. */
export function insertController(controllers: Controller[], controller: Controller): Controller[] {
  return insert(controllers, controller, (one) => {
    if (one.type !== controller.type) return undefined;
    if (one.index > controller.index) return 'before';
    const isMasterOf = one.index === controller.index && controller.master === undefined && one.master !== undefined;
    return isMasterOf ? 'before' : 'after';
  });
}

function insert<T>(list: T[], item: T, place: (one: T) => 'before' | 'after' | undefined): T[] {
  let at = -1;
  for (let i = list.length - 1; i >= 0; i -= 1) {
    const side = place(list[i] as T);
    if (side === 'before') at = i;
    else if (side === 'after' && at < 0) at = i + 1;
  }
  list.splice(at < 0 ? list.length : at, 0, item);
  return list;
}
