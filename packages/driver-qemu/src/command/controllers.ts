import type { Controller } from '@virtweave/core-conf';
import { addressProps, controllerAliasOf } from './address.ts';
import { isQ35 } from './aliases.ts';
import type { CommandBuilder } from './builder.ts';
import { isPpc64 } from './builder.ts';
import type { Props } from './json.ts';
import { virtioDriver, virtioProps } from './virtio.ts';
import { deviceBootIndex } from './boot-index.ts';

/** Kinds of controllers in the order in which QEMU gets them: a bus exists before what sits on it. */
const order = ['pci', 'usb', 'scsi', 'ide', 'sata', 'fdc', 'virtio-serial', 'ccid', 'nvme'] as const;

/** Settings that belong to the machine's own PCI host. */
export function controllerGlobals(build: CommandBuilder): void {
  const { domain } = build;
  const root = domain.devices.controllers.find(({ type, model }) => type === 'pci' && model === 'pci-root');
  if (root?.target?.hotplug !== undefined) {
    if (!build.has('piix4.acpi-root-pci-hotplug'))
      build.unsupported(`setting the pci-root hotplug property is not supported by this QEMU binary`);
    build.add('-global', `PIIX4_PM.acpi-root-pci-hotplug=${root.target.hotplug ? 'on' : 'off'}`);
  }
  for (const controller of domain.devices.controllers) {
    if (controller.type !== 'pci' || controller.pcihole64 === undefined) continue;
    if (controller.model === 'pci-root')
      build.add('-global', `i440FX-pcihost.pci-hole64-size=${controller.pcihole64}K`);
    else if (controller.model === 'pcie-root')
      build.add('-global', `q35-pcihost.pci-hole64-size=${controller.pcihole64}K`);
  }
}

/** Controllers that are not part of the machine itself. */
export function controllers(build: CommandBuilder): void {
  const { controllers } = build.domain.devices;
  let legacyUsb = false;
  for (const type of order) {
    for (const [i, controller] of controllers.entries()) {
      if (controller.type !== type) continue;
      if (isBuiltin(build, controller)) continue;
      if (type === 'usb' && (controller.model === undefined || controller.model === 'default') && !hasUsbModel(build)) {
        legacyUsb = true;
        continue;
      }
      build.part(`/domain/devices/controller[${i + 1}]`, () => {
        const props = controllerProps(build, controller);
        if (props === undefined) return;
        addZpci(build, controller);
        build.device(props);
      });
    }
  }
  if (legacyUsb) build.add('-usb');
  floppyController(build);
}

/** The floppy controller belongs to the board of older machines; its drives boot through its properties. */
function floppyController(build: CommandBuilder): void {
  const { domain } = build;
  const drives = domain.devices.disks.filter(({ target }) => target.bus === 'fdc');
  if (drives.length === 0) return;
  const boot = (unit: number): number | undefined => {
    const disk = drives.find(({ address }) => address?.type === 'drive' && address.unit === unit);
    return disk === undefined ? undefined : deviceBootIndex(build, disk);
  };
  const indexes = { bootindexA: boot(0), bootindexB: boot(1) };
  if (needsFdc(domain.os.type.machine ?? '')) {
    build.device({ driver: 'isa-fdc', ...indexes });
    return;
  }
  for (const [name, index] of Object.entries(indexes))
    if (index !== undefined) build.add('-global', `isa-fdc.${name}=${index}`);
}

const hasUsbModel = (build: CommandBuilder): boolean =>
  build.has('piix3-usb-uhci') || build.has('pci-ohci') || build.has('qemu-xhci');

function isBuiltin({ domain }: CommandBuilder, { type, index, model, target }: Controller): boolean {
  switch (type) {
    case 'pci':
      if (model === 'pcie-root') return true;
      return model === 'pci-root' && (!isPpc64(domain.os.type.arch) || (target?.index ?? 0) === 0);
    case 'sata':
      return index === 0 && isQ35(domain);
    case 'ide':
      return index === 0;
    case 'fdc':
      return true;
    case 'usb':
      return model === 'none';
    case 'scsi':
      return model === 'auto' || (index === 0 && domain.os.type.arch === 'sparc');
    default:
      return false;
  }
}

/** Newer q35 machines have no floppy controller of their own. */
function needsFdc(machine: string): boolean {
  const version = /^pc-q35-(\d+)\.(\d+)/.exec(machine);
  if (version === null) return machine === 'q35';
  return Number(version[1]) > 2 || (Number(version[1]) === 2 && Number(version[2]) >= 4);
}

/** s390x: numbers by which the guest knows a PCI function are a device of their own. */
export function addZpci(build: CommandBuilder, device: { alias?: string; address?: Controller['address'] }): void {
  if (device.address?.type !== 'pci') return;
  const { zpci } = device.address;
  if (zpci === undefined || !build.has('zpci')) return;
  build.device({ driver: 'zpci', uid: zpci.uid, fid: zpci.fid, target: device.alias, id: `zpci${zpci.uid}` });
}

function controllerProps(build: CommandBuilder, controller: Controller): Props | undefined {
  const { domain } = build;
  const place = addressProps(domain, controller);
  const id = controller.alias;
  switch (controller.type) {
    case 'pci':
      return pciProps(build, controller, place);
    case 'usb':
      return usbProps(build, controller, place);
    case 'scsi':
      return scsiProps(build, controller, place);
    case 'virtio-serial':
      return {
        driver:
          controller.address?.type === 'spapr-vio'
            ? 'spapr-vio'
            : virtioDriver('virtio-serial', controller, controller.model),
        ...virtioProps(controller.driver),
        id,
        max_ports: controller.ports,
        vectors: controller.vectors,
        ...place,
      };
    case 'ccid':
      return { driver: 'usb-ccid', id, ...place };
    case 'sata':
      return { driver: 'ahci', id, ...place };
    case 'ide':
      return build.unsupported(`Only a single IDE controller is supported for this machine type`);
    case 'nvme':
      return { driver: 'nvme', id, serial: undefined, ...place };
    default:
      return build.unsupported(`controller type '${controller.type}' is not supported by QEMU`);
  }
}

function pciProps(
  build: CommandBuilder,
  { alias: id, model, modelName, target = {} }: Controller,
  place: Props,
): Props {
  const name = modelName === undefined || modelName === 'none' ? undefined : modelName;
  switch (model) {
    case 'pci-bridge':
      return {
        driver: name ?? 'pci-bridge',
        chassis_nr: target.chassisNr,
        'mem-reserve': target.memReserve === undefined ? undefined : target.memReserve * 1024,
        id,
        ...place,
      };
    case 'pci-expander-bus':
    case 'pcie-expander-bus':
      return {
        driver: name ?? (model === 'pci-expander-bus' ? 'pxb' : 'pxb-pcie'),
        bus_nr: target.busNr,
        id,
        numa_node: target.node,
        ...place,
      };
    case 'dmi-to-pci-bridge':
    case 'pcie-to-pci-bridge':
    case 'pcie-switch-upstream-port':
      return {
        driver:
          name ??
          {
            'dmi-to-pci-bridge': 'i82801b11-bridge',
            'pcie-to-pci-bridge': 'pcie-pci-bridge',
            'pcie-switch-upstream-port': 'x3130-upstream',
          }[model],
        id,
        ...place,
      };
    case 'pcie-root-port':
    case 'pcie-switch-downstream-port':
      return {
        driver: name ?? (model === 'pcie-root-port' ? 'pcie-root-port' : 'xio3130-downstream'),
        port: target.port,
        chassis: target.chassis,
        'mem-reserve': target.memReserve === undefined ? undefined : target.memReserve * 1024,
        hotplug: target.hotplug === undefined ? undefined : target.hotplug,
        id,
        ...place,
      };
    case 'pci-root':
      return { driver: name ?? 'spapr-pci-host-bridge', index: target.index, id, numa_node: target.node };
    default:
      return build.unsupported(`Unsupported PCI Express root controller '${model}'`);
  }
}

const usbDrivers: Readonly<Record<string, string>> = {
  'piix3-uhci': 'piix3-usb-uhci',
  'piix4-uhci': 'piix4-usb-uhci',
  ehci: 'usb-ehci',
  'ich9-ehci1': 'ich9-usb-ehci1',
  'ich9-uhci1': 'ich9-usb-uhci1',
  'ich9-uhci2': 'ich9-usb-uhci2',
  'ich9-uhci3': 'ich9-usb-uhci3',
  'vt82c686b-uhci': 'vt82c686b-usb-uhci',
  'pci-ohci': 'pci-ohci',
  'nec-xhci': 'nec-usb-xhci',
  'qemu-xhci': 'qemu-xhci',
};

function usbProps(build: CommandBuilder, controller: Controller, place: Props): Props {
  const model = controller.model ?? 'piix3-uhci';
  const driver = usbDrivers[model];
  if (driver === undefined) return build.unsupported(`${model} not supported in this QEMU binary`);
  const companion = controller.master;
  const isXhci = model === 'nec-xhci' || model === 'qemu-xhci';
  return {
    driver,
    ...(isXhci ? { p2: controller.ports, p3: controller.ports } : {}),
    ...(companion === undefined
      ? { id: controller.alias }
      : { masterbus: `${controllerAliasOf(build.domain, 'usb', controller.index)}.0`, firstport: companion.startport }),
    ...place,
  };
}

const scsiDrivers: Readonly<Record<string, string>> = {
  lsilogic: 'lsi',
  lsisas1068: 'mptsas1068',
  lsisas1078: 'megasas',
  vmpvscsi: 'pvscsi',
  am53c974: 'am53c974',
  dc390: 'dc390',
  ibmvscsi: 'spapr-vscsi',
  ncr53c90: 'esp',
};

function scsiProps(build: CommandBuilder, controller: Controller, place: Props): Props {
  const { model, driver, alias: id } = controller;
  const isVirtio = model === 'virtio-scsi' || model === 'virtio-transitional' || model === 'virtio-non-transitional';
  if (!isVirtio) {
    const name = scsiDrivers[model ?? ''];
    if (name === undefined) return build.unsupported(`Unsupported controller model: ${model}`);
    return { driver: name, id, ...place };
  }
  return {
    driver: virtioDriver('virtio-scsi', controller, model),
    iothread: driver?.iothread === undefined ? undefined : `iothread${driver.iothread}`,
    ...virtioProps(driver),
    id,
    num_queues: driver?.queues,
    cmd_per_lun: driver?.cmdPerLun,
    max_sectors: driver?.maxSectors,
    ioeventfd: driver?.ioeventfd,
    'iothread-vq-mapping': driver?.iothreads?.map(({ id: thread, queues }) => ({
      iothread: `iothread${thread}`,
      vqs: queues.length === 0 ? undefined : queues,
    })),
    ...place,
  };
}
