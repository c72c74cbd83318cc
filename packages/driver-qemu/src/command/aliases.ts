import type { Controller, Disk, Domain, Interface } from '@virtweave/core-conf';
import { isArm, isPpc64, isRiscv, isS390, isX86 } from './builder.ts';

interface Aliased {
  alias?: string;
}

/**
 * Gives every device of the guest libvirt's name for it (`virtio-disk0`, `net0`, `pci.1`, `balloon0`), by which QEMU
 * knows it and events name it. Names that the user gave (`ua-...`) stay.
 *
 * @param actual what an interface of a network turned out to be: a host device is counted with those
 */
export function assignAliases(domain: Domain, actual?: (device: Interface) => Interface | undefined): void {
  const { devices } = domain;
  for (const disk of devices.disks) name(disk, () => diskAlias(disk, domain));
  for (const controller of devices.controllers) name(controller, () => controllerAlias(controller, domain));
  numbered(devices.sounds, 'sound');
  // These count on from the highest number in use: a name that the user gave takes none.
  const isHostdev = (device: Interface): boolean => (actual?.(device) ?? device).source.type === 'hostdev';
  counted(
    devices.interfaces.filter((device) => !isHostdev(device)),
    'net',
  );
  counted(devices.filesystems, 'fs');
  counted([...devices.interfaces.filter(isHostdev), ...devices.hostdevs], 'hostdev');
  counted(devices.redirdevs, 'redir');
  numbered(devices.videos, 'video');
  numbered(devices.consoles, 'console');
  numbered(devices.hubs, 'hub');
  numbered(devices.inputs, 'input');
  numbered(devices.parallels, 'parallel');
  numbered(devices.serials, 'serial');
  numbered(devices.channels, 'channel');
  numbered(devices.smartcards, 'smartcard');
  numbered(devices.watchdogs, 'watchdog');
  numbered(devices.rngs, 'rng');
  numbered(devices.tpms, 'tpm');
  numbered(devices.panics, 'panic');
  numbered(devices.shmems, 'shmem');
  numbered(devices.cryptos, 'crypto');
  const counts = new Map<string, number>();
  for (const memory of devices.memories) {
    const prefix = memoryPrefix[memory.model];
    const own = memory.address?.type === 'dimm' ? memory.address.slot : undefined;
    const count = counts.get(prefix) ?? 0;
    counts.set(prefix, count + 1);
    name(memory, () => `${prefix}${own ?? count}`);
  }
  if (devices.memballoon !== undefined) name(devices.memballoon, () => 'balloon0');
  if (devices.nvram !== undefined) name(devices.nvram, () => 'nvram');
  if (devices.vsock !== undefined) name(devices.vsock, () => 'vsock0');
  if (devices.iommu !== undefined) name(devices.iommu, () => 'iommu0');
  if (devices.pstore !== undefined) name(devices.pstore, () => 'pstore0');
  // A console that is the first serial port by another name carries that port's alias.
  const [serial] = devices.serials;
  const [console] = devices.consoles;
  if (serial?.alias !== undefined && console !== undefined && isCompat(console.target.type))
    console.alias = serial.alias;
}

const isCompat = (type: string | undefined): boolean => type === undefined || type === 'serial' || type === 'none';

const memoryPrefix = {
  dimm: 'dimm',
  nvdimm: 'nvdimm',
  'virtio-pmem': 'virtiopmem',
  'virtio-mem': 'virtiomem',
  'sgx-epc': 'epc',
} as const;

function name(device: Aliased, make: () => string): void {
  if (device.alias === undefined || !device.alias.startsWith('ua-')) device.alias = make();
}

function numbered(devices: readonly Aliased[], prefix: string): void {
  for (const [i, device] of devices.entries()) name(device, () => `${prefix}${i}`);
}

function counted(devices: readonly Aliased[], prefix: string): void {
  let next = 0;
  for (const device of devices) name(device, () => `${prefix}${next++}`);
}

/** The bus of a disk; virtio disks count by their place in the alphabet of targets. */
function diskAlias(disk: Disk, domain: Domain): string {
  const { address, target } = disk;
  const bus = target.bus ?? 'ide';
  if (address?.type === 'drive' && bus !== 'usb') {
    const { controller, bus: channel, target: id, unit } = address;
    if (bus === 'scsi') {
      const model = controllerModel(domain, controller);
      return model === 'lsilogic'
        ? `scsi${controller}-${channel}-${unit}`
        : `scsi${controller}-${channel}-${id}-${unit}`;
    }
    if (bus === 'fdc') return `fdc${controller}-${channel}-${unit}`;
    return `${bus}${controller}-${channel}-${unit}`;
  }
  return `${bus}-disk${targetIndex(target.dev)}`;
}

function controllerModel(domain: Domain, index: number): string | undefined {
  return domain.devices.controllers.find((controller) => controller.type === 'scsi' && controller.index === index)
    ?.model;
}

/** SCSI adapters whose targets have no logical units. */
export const isLsi = (model: string | undefined): boolean =>
  model === 'lsilogic' || model === 'ncr53c90' || model === 'dc390' || model === 'am53c974';

/** Place of a disk among those of its bus: `vda` 0, `vdaa` 26. */
export function targetIndex(dev: string): number {
  const letters = /^(?:x?[a-z]d|fd|nvme|ubd)([a-z]+)/.exec(dev)?.[1];
  if (letters === undefined) return 0;
  let index = 0;
  for (const letter of letters) index = index * 26 + (letter.charCodeAt(0) - 96);
  return index - 1;
}

export const isQ35 = (domain: Domain): boolean => /^(q35|pc-q35-.*)$/.test(domain.os.type.machine ?? '');
export const isI440fx = (domain: Domain): boolean =>
  /^(pc|pc-[0-9].*|pc-i440fx-.*|rhel.*|isapc)$/.test(domain.os.type.machine ?? '') && !isQ35(domain);

/** Machines with an IDE controller on the board. */
const hasBuiltinIde = (domain: Domain): boolean => {
  const machine = domain.os.type.machine ?? '';
  return (
    (isI440fx(domain) && machine !== 'isapc') ||
    machine === 'malta' ||
    machine === 'sun4u' ||
    machine === 'g3beige' ||
    machine === 'mac99'
  );
};

/** Boards with a single PCI bus call it `pci`. */
function hasMultipleBuses({ os }: Domain): boolean {
  const { arch, machine = '' } = os.type;
  if (isX86(arch) || isPpc64(arch) || arch === 'ppc' || isS390(arch)) return true;
  return (isArm(arch) || isRiscv(arch) || arch === 'loongarch64') && /^virt(-|$)/.test(machine);
}

/** libvirt's own name of a controller; those on the board are known to QEMU by no other. */
export function controllerAlias({ type, index, model }: Controller, domain: Domain): string {
  switch (type) {
    case 'pci':
      if (index === 0 && !hasMultipleBuses(domain)) return 'pci';
      return model === 'pcie-root' ? `pcie.${index}` : `pci.${index}`;
    case 'ide':
      if (index === 0 && hasBuiltinIde(domain)) return 'ide';
      break;
    case 'sata':
      if (index === 0 && isQ35(domain)) return 'ide';
      break;
    case 'usb':
      if (index === 0) return 'usb';
      break;
    case 'scsi':
      if (index === 0 && domain.os.type.arch === 'sparc') return 'scsi';
      break;
    default:
  }
  return `${type}${index}`;
}
