import type { Controller, Device, Domain } from '@virtweave/core-conf';
import { boardOf, pciRootOf } from './machine.ts';
import type { DefinitionContext } from './options.ts';

/** What a PCI device needs of a place, and what a bus offers (`virDomainPCIConnectFlags`), as bits. */
export const connect = {
  hotpluggable: 1,
  aggregateSlot: 2,
  /** Stands on the root bus itself. */
  integrated: 4,
  pciDevice: 8,
  pcieDevice: 16,
  rootPort: 32,
  switchUpstream: 64,
  switchDownstream: 128,
  dmiToPciBridge: 256,
  pciExpander: 512,
  pcieExpander: 1024,
  pciBridge: 2048,
  pcieToPciBridge: 4096,
} as const;

/** The bits that name a kind of place. */
export const placeBits: number = 0xffff & ~7;

const controllerFlags: { readonly [model: string]: number } = {
  'pcie-root-port': connect.rootPort | connect.aggregateSlot,
  'pcie-switch-upstream-port': connect.switchUpstream,
  'pcie-switch-downstream-port': connect.switchDownstream,
  'dmi-to-pci-bridge': connect.dmiToPciBridge,
  'pcie-to-pci-bridge': connect.pcieToPciBridge,
  'pci-bridge': connect.pciBridge,
  'pci-expander-bus': connect.pciExpander,
  'pcie-expander-bus': connect.pcieExpander,
};

/** The place that a PCI controller of this model needs. */
export function controllerConnect(model: string | undefined): number {
  return controllerFlags[model ?? ''] ?? 0;
}

/** Flags for the three kinds of endpoints on a board. */
interface Endpoints {
  /** Conventional PCI. */
  readonly pci: number;
  /** PCI Express where there is such, else conventional. */
  readonly pcie: number;
  readonly virtio: number;
}

const conventional = connect.pciDevice | connect.hotpluggable;

export function endpointsOf(domain: Domain): Endpoints {
  const pcie = pciRootOf(boardOf(domain)) === 'pcie-root' ? connect.pcieDevice | connect.hotpluggable : conventional;
  return { pci: conventional, pcie, virtio: pcie };
}

/** The place that a device needs; 0 when it is no PCI device. */
export function deviceConnect(item: Device, domain: Domain, context: DefinitionContext): number {
  const ends = endpointsOf(domain);
  const virtio = (model: string | undefined): number => (model === 'virtio-transitional' ? ends.pci : ends.virtio);
  switch (item.kind) {
    case 'controllers':
      return controllerPlace(item.device, ends);
    case 'filesystems':
      return virtio(item.device.model);
    case 'interfaces': {
      const { model, source } = item.device;
      if (source.type === 'hostdev') return hostPciPlace(source.address, ends, context);
      switch (model) {
        case 'usb-net':
        case 'spapr-vlan':
        case 'lan9118':
        case 'smc91c111':
        case undefined:
          return 0;
        case 'virtio':
        case 'virtio-non-transitional':
          return ends.virtio;
        case 'e1000e':
        case 'igb':
        case 'vmxnet3':
          return ends.pcie;
        default:
          return ends.pci;
      }
    }
    case 'sounds':
      switch (item.device.model) {
        case 'sb16':
        case 'pcspk':
        case 'usb':
          return 0;
        case 'virtio':
          return ends.virtio;
        default:
          return ends.pci;
      }
    case 'disks':
      return item.device.target.bus === 'virtio' ? virtio(item.device.model) : 0;
    case 'hostdevs': {
      const { source, model } = item.device;
      if (source.type === 'pci') return hostPciPlace(source.address, ends, context);
      if (source.type === 'mdev') return model === undefined || model === 'vfio-pci' ? ends.pcie : 0;
      return source.type === 'scsi_host' ? virtio(model) : 0;
    }
    case 'memballoon':
      return item.device.model === 'none' || item.device.model === 'xen' ? 0 : virtio(item.device.model);
    case 'rngs':
    case 'vsock':
      return virtio(item.device.model);
    case 'cryptos':
      return ends.virtio;
    case 'watchdogs':
      return item.device.model === 'i6300esb' ? ends.pci : 0;
    case 'videos':
      switch (item.device.model.type) {
        case 'none':
        case 'ramfb':
        case 'default':
          return 0;
        case 'virtio':
          return ends.virtio;
        case 'bochs':
          return ends.pcie;
        default:
          return ends.pci;
      }
    case 'shmems':
      return ends.pci;
    case 'inputs':
      return item.device.bus === 'virtio' ? virtio(item.device.model) : 0;
    case 'serials':
      return item.device.target.type === 'pci-serial' ? ends.pci : 0;
    case 'panics':
      return item.device.model === 'pvpanic' ? ends.pci | ends.pcie | connect.integrated : 0;
    case 'memories':
      return item.device.model === 'virtio-mem' || item.device.model === 'virtio-pmem' ? ends.pcie : 0;
    case 'iommu':
      return item.device.model === 'virtio' ? ends.pcie | connect.integrated : 0;
    case 'pstore':
      return ends.pci;
    default:
      return 0;
  }
}

function controllerPlace({ type, model, index }: Controller, ends: Endpoints): number {
  switch (type) {
    case 'pci':
      return controllerConnect(model);
    case 'usb':
      if (model === 'none' || model === undefined) return model === 'none' ? 0 : ends.pci;
      return model === 'nec-xhci' || model === 'qemu-xhci' ? ends.pcie : ends.pci;
    case 'ide':
    case 'sata':
      return index >= 0 ? ends.pci : 0;
    case 'scsi':
      switch (model) {
        case 'virtio-scsi':
        case 'virtio-non-transitional':
          return ends.virtio;
        case 'ibmvscsi':
        case 'ncr53c90':
        case 'am53c974':
        case 'dc390':
          return model === 'am53c974' || model === 'dc390' ? ends.pci : 0;
        case 'lsisas1078':
        case 'lsisas1068':
        case 'vmpvscsi':
          return model === 'lsisas1078' ? ends.pci : ends.pcie;
        default:
          return ends.pci;
      }
    case 'virtio-serial':
      return model === 'virtio-transitional' ? ends.pci : ends.virtio;
    case 'nvme':
      return ends.pcie;
    default:
      return 0;
  }
}

function hostPciPlace(
  address: Parameters<NonNullable<DefinitionContext['hostPciDevice']>>[0] | undefined,
  ends: Endpoints,
  context: DefinitionContext,
): number {
  const device = address === undefined ? undefined : context.hostPciDevice?.(address);
  // What is not found is taken for PCI Express, as almost all hardware is.
  return device === undefined || device.express ? ends.pcie : ends.pci;
}
