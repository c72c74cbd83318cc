import type { Controller, Domain } from '@virtweave/core-conf';
import { boardOf } from '../definition/machine.ts';
import type { DefinitionContext } from '../definition/options.ts';
import { hasIothread } from './iothreads.ts';
import { unsupported, wrong } from './refuse.ts';

const usbPorts: { readonly [model: string]: number } = { 'nec-xhci': 15, 'qemu-xhci': 15 };

/** `qemuValidateDomainDeviceDefController`, `qemuDomainControllerDefPostParse`. */
export function validateController(controller: Controller, domain: Domain, context: DefinitionContext): void {
  const { type, model, ports } = controller;
  switch (type) {
    case 'usb':
      if (model === 'qusb1' || model === 'qusb2') {
        throw unsupported(`USB controller model type 'qusb1' or 'qusb2' is not supported in ${domain.type}`);
      }
      if (ports !== undefined) {
        const most = usbPorts[model ?? ''];
        if (most !== undefined && ports > most) throw unsupported(`'${model}' controller only supports up to '${most}' ports`);
      }
      return;
    case 'scsi':
      return validateScsi(controller, domain, context);
    case 'ide':
      return validateIde(controller, domain);
    case 'sata':
      if (!context.has('ich9-ahci')) throw unsupported('SATA is not supported with this QEMU binary');
      return;
    case 'pci':
      return validatePci(controller, domain);
    default:
  }
}

const scsiModels: { readonly [model: string]: readonly [flag: string, message: string] } = {
  lsilogic: ['lsi', "This QEMU doesn't support the LSI 53C895A SCSI controller"],
  lsisas1068: ['mptsas1068', "This QEMU doesn't support the LSI SAS1068 (MPT Fusion) controller"],
  lsisas1078: ['megasas', "This QEMU doesn't support the LSI SAS1078 (MegaRAID) controller"],
  vmpvscsi: ['pvscsi', "This QEMU doesn't support the pvscsi (VMware paravirtual SCSI) controller"],
  ncr53c90: ['ncr53c90', "This QEMU doesn't support the NCR53C90 (ESP) controller"],
  dc390: ['dc390', "This QEMU doesn't support the DC390 (ESP) controller"],
  am53c974: ['am53c974', "This QEMU doesn't support the AM53C974 (ESP) controller"],
};

function validateScsi({ model, driver, index, address }: Controller, domain: Domain, { has }: DefinitionContext): void {
  const virtio = model === undefined || model.startsWith('virtio');
  const wanted = scsiModels[model ?? ''];
  if (wanted !== undefined && !has(wanted[0])) throw unsupported(wanted[1]);
  if (!virtio && driver !== undefined) {
    const options = [
      ['queues', driver.queues],
      ['cmd_per_lun', driver.cmdPerLun],
      ['max_sectors', driver.maxSectors],
      ['ioeventfd', driver.ioeventfd],
    ] as const;
    for (const [name, value] of options) {
      if (value !== undefined) throw unsupported(`'${name}' is only supported by virtio-scsi controller`);
    }
    if (driver.iothread !== undefined) throw unsupported("'iothread' is only supported for virtio-scsi controller");
  }
  if (driver?.iothread !== undefined) {
    if (address !== undefined && address.type !== 'pci' && address.type !== 'ccw') {
      throw unsupported('virtio-scsi IOThreads only available for virtio pci and virtio ccw controllers');
    }
    if (!hasIothread(domain, driver.iothread)) {
      throw unsupported(`controller iothread '${driver.iothread}' not defined in iothreadid`);
    }
  }
  if (model === 'ncr53c90') {
    if (index !== 0) throw unsupported('ncr53c90 can only be used as first SCSI controller');
  }
}

/** Boards have their IDE controllers, and no others can be added. */
function validateIde({ index }: Controller, domain: Domain): void {
  const board = boardOf(domain);
  const machine = domain.os.type.machine ?? '';
  const builtIn = board === 'i440fx' || board === 'isapc' || ['malta', 'sun4u', 'g3beige'].includes(machine);
  if (!builtIn) throw unsupported('IDE controllers are unsupported for this QEMU binary or machine type');
  if (index !== 0) throw unsupported('Only a single IDE controller is supported for this machine type');
}

/** Which models of PCI controller an option is for. */
const optionModels: { readonly [option: string]: readonly string[] } = {
  chassisNr: ['pci-bridge'],
  chassis: ['pcie-root-port', 'pcie-switch-downstream-port'],
  port: ['pcie-root-port', 'pcie-switch-downstream-port'],
  busNr: ['pci-expander-bus', 'pcie-expander-bus'],
  numaNode: ['pci-expander-bus', 'pcie-expander-bus', 'pseries'],
  targetIndex: ['pseries'],
  pcihole64: ['pci-root', 'pcie-root'],
};

function validateOptions({ model, index, target, modelName, pcihole64 }: Controller, pseries: boolean): void {
  const kind = pseries && model === 'pci-root' ? 'pseries' : (model ?? '');
  const given = {
    chassisNr: target?.chassisNr,
    chassis: target?.chassis,
    port: target?.port,
    busNr: target?.busNr,
    numaNode: target?.node,
    targetIndex: target?.index,
    pcihole64,
  };
  for (const [option, value] of Object.entries(given)) {
    if (value === undefined || optionModels[option]?.includes(kind) === true) continue;
    throw unsupported(
      `Option '${option}' is not valid for PCI controller with index '${index}', model '${model}' and modelName '${modelName ?? 'none'}'`,
    );
  }
}

function validatePci(controller: Controller, domain: Domain): void {
  const { model, index, target } = controller;
  const board = boardOf(domain);
  const cells = domain.cpu?.numa?.cells?.length ?? 0;
  const root = model === 'pci-root' || model === 'pcie-root';
  if (root && index !== 0 && board !== 'pseries') throw wrong('pci-root and pcie-root controllers should have index 0');
  if (model === 'pci-expander-bus' && board !== 'i440fx') {
    throw unsupported('pci-expander-bus controllers are only supported on 440fx-based machinetypes');
  }
  if (model === 'pcie-expander-bus' && board !== 'q35' && board !== 'arm-virt') {
    throw unsupported('pcie-expander-bus controllers are not supported with this machine type');
  }
  validateOptions(controller, board === 'pseries');
  if (!root && index === 0) throw unsupported(`Index for '${model}' controllers must be > 0`);
  const node = target?.node;
  if (node !== undefined && node >= cells) {
    throw wrong(
      `${model} with index ${index} is configured for a NUMA node (${node}) not present in the domain's <cpu><numa> array (${cells})`,
    );
  }
}
