import type { Controller } from '../devices/controller.ts';
import { refuse, unsupported } from './refuse.ts';

export function validateController(controller: Controller): void {
  if (controller.type === 'pci') validatePciController(controller);
  const { driver } = controller;
  if (driver?.iothread !== undefined && !(controller.type === 'scsi' && isVirtioScsi(controller.model))) {
    throw refuse("'iothread' attribute only supported for virtio scsi controllers");
  }
}

function isVirtioScsi(model: string | undefined): boolean {
  return model === undefined || model.startsWith('virtio');
}

/** Where the numbers of a PCI controller must lie (`virDomainControllerDefValidate`). */
function validatePciController({ model, index, target, address }: Controller): void {
  if (model === 'pci-root' || model === 'pcie-root') {
    if (address !== undefined) throw unsupported('pci-root and pcie-root controllers should not have an address');
  }
  if (index > 255) throw unsupported(`PCI controller index ${index} too high, maximum is 255`);
  if (target === undefined) return;
  const { chassisNr, chassis, port, busNr } = target;
  const root = target.index;
  if (root !== undefined) {
    if (root > 30) throw unsupported(`PCI controller target index '${root}' out of range - must be 0-30`);
    if ((index === 0) !== (root === 0)) {
      throw unsupported('Only the PCI controller with index 0 can have target index 0, and vice versa');
    }
  }
  if (chassisNr !== undefined && (chassisNr < 1 || chassisNr > 255)) {
    throw unsupported(`PCI controller chassisNr '${chassisNr}' out of range - must be 1-255`);
  }
  if (chassis !== undefined && chassis > 255) {
    throw unsupported(`PCI controller chassis '${chassis}' out of range - must be 0-255`);
  }
  if (port !== undefined && port > 255) {
    throw unsupported(`PCI controller port '${port}' out of range - must be 0-255`);
  }
  if (busNr !== undefined && (busNr < 1 || busNr > 254)) {
    throw unsupported(`PCI controller busNr '${busNr}' out of range - must be 1-254`);
  }
  if (index === 0 && target.node !== undefined) {
    throw unsupported("The PCI controller with index=0 can't be associated with a NUMA node");
  }
}
