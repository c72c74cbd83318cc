import { Bitmap } from '@virtweave/core-util';
import type { Domain } from '@virtweave/core-conf';
import type { CommandContext } from '../command/context.ts';
import type { QemuCapabilities } from '../capabilities/index.ts';
import { boardOf } from '../definition/machine.ts';
import { validateActualInterface } from './interfaces.ts';
import { refuse, unsupported } from './refuse.ts';

/** What libvirt accepts in a definition, and refuses when the guest is to start. */
export function validateStart(domain: Domain, capabilities: QemuCapabilities, context: CommandContext): void {
  requireFirmware(domain);
  requireAlignable(domain);
  requireNumaNodes(domain, context.host.numaNodes);
  requireUsbModels(domain, capabilities);
  requireOrder(domain);
  const { disks, interfaces, shmems } = domain.devices;
  if (boardOf(domain) === 'pseries' && disks.some(({ device }) => device === 'floppy')) {
    throw unsupported('PowerPC pseries machines do not support floppy device');
  }
  for (const device of interfaces) validateActualInterface(device, context.actualInterface?.(device) ?? device);
  for (const { address } of shmems) {
    if (address !== undefined && address.type !== 'pci') {
      throw unsupported("only 'pci' addresses are supported for the shared memory device");
    }
  }
}

/** Firmware that was to be chosen has been: what is chosen says whether it boots only what is signed. */
function requireFirmware({ os }: Domain): void {
  if (os.firmware === undefined) return;
  const chosen = os.loader?.path !== undefined && os.firmwareFeatures?.some(({ name }) => name === 'secure-boot') === true;
  if (!chosen) {
    throw refuse(
      `Unable to find '${os.firmware}' firmware that is compatible with the current configuration`,
      'VIR_ERR_OPERATION_FAILED',
    );
  }
}

/** CPUs are plugged in one after the other (`qemuProcessValidateHotpluggableVcpus`). */
function requireOrder({ vcpu, vcpus = [] }: Domain): void {
  const taken = new Set<number>();
  for (const { order, enabled } of vcpus) {
    if (order === undefined || !enabled) continue;
    if (order > vcpu.max) throw unsupported(`vcpu order '${order}' exceeds vcpu count`);
    if (taken.has(order)) throw unsupported(`duplicate vcpu order '${order}'`);
    taken.add(order);
  }
}

/** KiB in the largest number of bytes that memory can have. */
const mostMemory = Number.MAX_SAFE_INTEGER;

/** Memory is rounded up to whole blocks, which must still be a size. */
function requireAlignable(domain: Domain): void {
  const block = boardOf(domain) === 'pseries' ? 262144 : 1024;
  const overflows = (size: number): boolean => Math.ceil(size / block) > Math.floor(mostMemory / block);
  const { cpu, memory, maxMemory, devices } = domain;
  const cells = cpu?.numa?.cells ?? [];
  cells.forEach((cell, index) => {
    if (overflows(cell.memory)) throw unsupported(`memory size of NUMA node '${cell.id ?? index}' overflowed after alignment`);
  });
  if (overflows(memory.size)) throw unsupported('initial memory size overflowed after alignment');
  if (maxMemory !== undefined && overflows(maxMemory.size)) throw unsupported('maximum memory size overflowed after alignment');
  devices.memories.forEach(({ target }, index) => {
    if (overflows(target.size)) throw unsupported(`size of memory module '${index}' overflowed after alignment`);
  });
}

/** Memory lies on nodes that this machine has. */
function requireNumaNodes({ numatune }: Domain, present: readonly number[] | undefined): void {
  if (present === undefined || numatune === undefined) return;
  const { memory, memnodes = [] } = numatune;
  const sets = [...memnodes.map(({ nodeset }) => nodeset), ...(memory?.nodeset === undefined ? [] : [memory.nodeset])];
  for (const nodeset of sets) {
    const missing = Bitmap.parse(nodeset).toArray().find((node) => !present.includes(node));
    if (missing !== undefined) throw unsupported(`NUMA node ${missing} is unavailable`);
  }
}

const usbFlags: { readonly [model: string]: string } = {
  'piix3-uhci': 'piix3-usb-uhci',
  'piix4-uhci': 'piix4-usb-uhci',
  ehci: 'usb-ehci',
  'ich9-ehci1': 'ich9-usb-ehci1',
  'ich9-uhci1': 'ich9-usb-ehci1',
  'ich9-uhci2': 'ich9-usb-ehci1',
  'ich9-uhci3': 'ich9-usb-ehci1',
  'vt82c686b-uhci': 'vt82c686b-usb-uhci',
  'pci-ohci': 'pci-ohci',
  'nec-xhci': 'nec-usb-xhci',
  'qemu-xhci': 'qemu-xhci',
};

function requireUsbModels({ devices }: Domain, capabilities: QemuCapabilities): void {
  for (const { type, model } of devices.controllers) {
    if (type !== 'usb' || model === 'none') continue;
    if (model === undefined || model === 'default') throw unsupported('no model provided for USB controller');
    const flag = usbFlags[model];
    if (flag !== undefined && !capabilities.hasFlag(flag)) {
      throw unsupported(`USB controller model '${model}' not supported in this QEMU binary`);
    }
  }
}
