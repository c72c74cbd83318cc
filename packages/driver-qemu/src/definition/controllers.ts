import type { Controller, ControllerType, Domain } from '@virtweave/core-conf';

/**
 * Adds a controller to the list: behind those of its type with lower numbers, or at the end when it is the first of its
 * type.
 */
export function insertController({ devices }: Domain, controller: Controller): Controller {
  const { controllers } = devices;
  let at = -1;
  for (let i = controllers.length - 1; i >= 0; i -= 1) {
    const one = controllers[i];
    if (one === undefined || one.type !== controller.type) continue;
    if (one.index > controller.index) at = i;
    else if (at < 0) at = i + 1;
  }
  controllers.splice(at < 0 ? controllers.length : at, 0, controller);
  return controller;
}

export function findController({ devices }: Domain, type: ControllerType, index: number): Controller | undefined {
  return devices.controllers.find((one) => one.type === type && one.index === index);
}

/** Adds a controller unless there is one of its type and number. */
export function ensureController(
  domain: Domain,
  type: ControllerType,
  index: number,
  model?: string,
): Controller | undefined {
  if (findController(domain, type, index) !== undefined) return undefined;
  return insertController(domain, { type, index, ...(model === undefined ? {} : { model }) });
}

/** The highest number among controllers of a type; -1 when there is none. */
export function highestIndex({ devices }: Domain, type: ControllerType): number {
  return Math.max(-1, ...devices.controllers.filter((one) => one.type === type).map(({ index }) => index));
}

export const isVirtioModel = (model: string | undefined): boolean =>
  model === 'virtio' ||
  model === 'virtio-transitional' ||
  model === 'virtio-non-transitional' ||
  model === 'virtio-scsi';

const usb2 = new Set(['ich9-ehci1', 'ich9-uhci1', 'ich9-uhci2', 'ich9-uhci3']);

/** One of the functions of the ICH9's USB 2 controller: a master and its companions. */
export function isUsb2({ type, model }: Controller): boolean {
  return type === 'usb' && model !== undefined && usb2.has(model);
}
