import { VirtError } from '@virtweave/core-util';
import type { Controller, Domain } from '@virtweave/core-conf';
import { boardOf } from './machine.ts';
import type { DefinitionContext } from './options.ts';
import { pciPlaceOf } from './pci-wanted.ts';

/** QEMU's device for each model of PCI controller. */
const modelNames: { readonly [model: string]: string } = {
  'pci-bridge': 'pci-bridge',
  'dmi-to-pci-bridge': 'i82801b11-bridge',
  'pcie-root-port': 'ioh3420',
  'pcie-switch-upstream-port': 'x3130-upstream',
  'pcie-switch-downstream-port': 'xio3130-downstream',
  'pci-expander-bus': 'pxb',
  'pcie-expander-bus': 'pxb-pcie',
  'pcie-to-pci-bridge': 'pcie-pci-bridge',
};

/** What a PCI controller says of itself when the document does not: device, chassis, port. */
export function completePciControllers(domain: Domain, context: DefinitionContext): void {
  const pseries = boardOf(domain) === 'pseries';
  for (const controller of domain.devices.controllers) {
    if (controller.type !== 'pci') continue;
    const name = modelName(controller, pseries, context);
    if (name !== undefined) controller.modelName ??= name;
    const place = pciPlaceOf(controller.address);
    switch (controller.model) {
      case 'pci-bridge':
        (controller.target ??= {}).chassisNr ??= controller.index;
        break;
      case 'pcie-root-port':
        controller.target ??= {};
        controller.target.chassis ??= controller.index;
        controller.target.port ??= ((place?.slot ?? 0) << 3) + (place?.function ?? 0);
        break;
      case 'pcie-switch-downstream-port':
        controller.target ??= {};
        controller.target.chassis ??= controller.index;
        controller.target.port ??= place?.slot ?? 0;
        break;
      case 'pci-expander-bus':
      case 'pcie-expander-bus':
        (controller.target ??= {}).busNr ??= newBusNumber(domain);
        break;
      case 'pci-root':
        if (pseries) (controller.target ??= {}).index ??= newTargetIndex(domain);
        break;
      default:
    }
  }
}

function modelName({ model }: Controller, pseries: boolean, context: DefinitionContext): string | undefined {
  if (model === 'pci-root') return pseries ? 'spapr-pci-host-bridge' : undefined;
  if (model === 'pcie-root-port' && context.has('pcie-root-port')) return 'pcie-root-port';
  return modelNames[model ?? ''];
}

/** Expander buses count down from the top, and leave room for the buses behind them. */
function newBusNumber({ devices }: Domain): number {
  let lowest = 256;
  for (const { type, target } of devices.controllers) {
    if (type === 'pci' && target?.busNr !== undefined) lowest = Math.min(lowest, target.busNr);
  }
  if (lowest <= 2) {
    throw new VirtError(
      'VIR_ERR_XML_ERROR',
      'No free busNr lower than current lowest busNr is available to auto-assign to bus',
      {
        domain: 'VIR_FROM_DOMAIN',
      },
    );
  }
  return lowest - 2;
}

/** The lowest number that no other host bridge has. */
function newTargetIndex({ devices }: Domain): number {
  const taken = new Set(devices.controllers.filter(({ type }) => type === 'pci').map(({ target }) => target?.index));
  let index = 0;
  while (taken.has(index)) index += 1;
  return index;
}
