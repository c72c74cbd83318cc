import type { Controller, Domain } from '@virtweave/core-conf';
import { isArm, isX86 } from '../capabilities/arch.ts';
import { boardOf } from './machine.ts';
import type { DefinitionContext } from './options.ts';

/** Model of a controller whose document names none (`qemuDomainControllerDefPostParse`). */
export function completeController(controller: Controller, domain: Domain, context: DefinitionContext): void {
  if (controller.type === 'scsi' && controller.model === 'auto') delete controller.model;
  if (controller.model !== undefined) return;
  const model =
    controller.type === 'usb'
      ? usbModel(domain, context)
      : controller.type === 'scsi'
        ? scsiModel(domain, context)
        : undefined;
  if (model !== undefined) controller.model = model;
}

/** `qemuDomainDefaultUSBControllerModel`. */
export function usbModel(domain: Domain, context: DefinitionContext): string | undefined {
  const arch = domain.os.type.arch ?? '';
  const board = boardOf(domain);
  if (arch === 's390x') return 'none';
  const xhci = context.has('qemu-xhci') ? 'qemu-xhci' : context.has('nec-usb-xhci') ? 'nec-xhci' : undefined;
  if (arch.startsWith('ppc64')) {
    if (context.newDefinition && xhci !== undefined) return xhci;
    return context.has('pci-ohci') ? 'pci-ohci' : undefined;
  }
  if (isArm(arch)) return 'qemu-xhci';
  if (board === 'loongarch-virt') return xhci;
  if (context.has('piix3-usb-uhci')) return 'piix3-uhci';
  return arch.startsWith('ppc') && context.has('pci-ohci') ? 'pci-ohci' : undefined;
}

/** `qemuDomainDefaultSCSIControllerModel`. */
export function scsiModel(domain: Domain, context: DefinitionContext): string | undefined {
  const arch = domain.os.type.arch ?? '';
  switch (boardOf(domain)) {
    case 'pseries':
      return 'ibmvscsi';
    case 'loongarch-virt':
    case 's390-ccw':
      return 'virtio-scsi';
    default:
  }
  if (arch === 'sparc') return 'ncr53c90';
  if (context.has('lsi')) return 'lsilogic';
  return context.has('virtio-scsi-pci') || isX86(arch) ? 'virtio-scsi' : undefined;
}
