import { eachDevice, type Address, type Controller, type Device, type Domain } from '@virtweave/core-conf';
import { VirtError } from '@virtweave/core-util';

interface Hub {
  /** Device on each port: a hub, something else, or nothing. */
  readonly ports: (Hub | 'taken' | undefined)[];
}

const hubPorts = 8;

/** How many root ports a model of USB controller has. */
function portsOf({ model, ports }: Controller): number {
  switch (model) {
    case 'piix3-uhci':
    case 'piix4-uhci':
    case 'vt82c686b-uhci':
    case undefined:
      return 2;
    case 'ehci':
    case 'ich9-ehci1':
      return 6;
    case 'pci-ohci':
      return 3;
    case 'nec-xhci':
    case 'qemu-xhci':
      return ports ?? 4;
    case 'qusb1':
    case 'qusb2':
      return ports ?? 8;
    default:
      return 0;
  }
}

/** Gives every USB device a port, and adds hubs when there are not enough (`qemuDomainAssignUSBAddresses`). */
export function assignUsbAddresses(domain: Domain): void {
  const { devices } = domain;
  const buses = new Map<number, Hub>();
  for (const controller of devices.controllers) {
    if (controller.type !== 'usb' || controller.model === 'none' || controller.master !== undefined) continue;
    if (buses.has(controller.index)) throw usbError(`Duplicate USB controllers with index ${controller.index}`);
    buses.set(controller.index, newHub(portsOf(controller)));
  }
  if (buses.size > 0) addHubs(domain);
  const users = usbDevices(devices);
  if (buses.size === 0) {
    if (users.length > 0) {
      throw new VirtError(
        'VIR_ERR_CONFIG_UNSUPPORTED',
        'USB is disabled for this domain, but USB devices are present in the domain XML',
        { domain: 'VIR_FROM_DOMAIN' },
      );
    }
    return;
  }
  // Hubs first, shallow ones before those behind them.
  const placed = users.filter(({ address }) => hasPort(address));
  placed.sort((a, b) => Number(!a.hub) - Number(!b.hub) || depthOf(a) - depthOf(b));
  for (const { address, hub } of placed) {
    if (address?.type !== 'usb' || address.port === undefined) continue;
    reserve(buses, address.bus ?? 0, address.port, hub);
  }
  // Hubs come first here too: what is behind them counts as free.
  for (const user of users) {
    if (placed.includes(user)) continue;
    const wanted = user.address?.type === 'usb' && user.address.port === undefined ? user.address.bus : undefined;
    const place = nextFree(buses, wanted);
    if (place === undefined) {
      if (wanted === undefined || buses.has(wanted)) throw usbError('No free USB ports');
      throw usbError(`USB bus ${wanted} requested but no controller with that index is present`);
    }
    reserve(buses, place.bus, place.port, user.hub);
    user.set({ type: 'usb', bus: place.bus, port: place.port });
  }
}

interface UsbUser {
  readonly address: Address | undefined;
  readonly hub: boolean;
  set(address: Address): void;
}

/** Port 0 is none. */
const hasPort = (address: Address | undefined): boolean =>
  address?.type === 'usb' && address.port !== undefined && !/^0+(\.|$)/.test(address.port);

const depthOf = ({ address }: UsbUser): number =>
  address?.type === 'usb' ? (address.port?.split('.').length ?? 0) : 0;

function newHub(count: number): Hub {
  return { ports: Array.from({ length: count }, () => undefined) };
}

/** The devices on USB without an address of another kind, in libvirt's order. */
function usbDevices(devices: Domain['devices']): UsbUser[] {
  const found = new Map<Device['kind'], UsbUser[]>();
  eachDevice(devices, (item) => {
    if (!isUsb(item)) return;
    const device = item.device as { address?: Address };
    if (device.address !== undefined && device.address.type !== 'usb') return;
    const user: UsbUser = {
      address: device.address,
      hub: item.kind === 'hubs',
      set: (address) => {
        device.address = address;
      },
    };
    found.set(item.kind, [...(found.get(item.kind) ?? []), user]);
  });
  const order: readonly Device['kind'][] = [
    'hubs',
    'disks',
    'hostdevs',
    'inputs',
    'interfaces',
    'controllers',
    'sounds',
    'serials',
    'redirdevs',
    'watchdogs',
  ];
  return order.flatMap((kind) => found.get(kind) ?? []);
}

function isUsb(item: Device): boolean {
  switch (item.kind) {
    case 'hubs':
    case 'redirdevs':
      return true;
    case 'disks':
      return item.device.target.bus === 'usb';
    case 'hostdevs':
      return item.device.source.type === 'usb';
    case 'inputs':
      return item.device.bus === 'usb';
    case 'interfaces':
      return item.device.model === 'usb-net';
    case 'controllers':
      return item.device.type === 'ccid';
    case 'sounds':
      return item.device.model === 'usb';
    case 'serials':
      return item.device.target.type === 'usb-serial';
    default:
      return false;
  }
}

function reserve(buses: ReadonlyMap<number, Hub>, bus: number, port: string, isHub: boolean): void {
  let hub = buses.get(bus);
  if (hub === undefined) throw usbError(`Missing USB bus ${bus}`);
  const path = port.split('.').map(Number);
  const last = path.pop() ?? 0;
  for (const step of path) {
    const inner: Hub | 'taken' | undefined = hub.ports[step - 1];
    if (inner === undefined || inner === 'taken')
      throw usbError(`there is no hub at port ${step} in USB address bus: ${bus} port: ${port}`);
    hub = inner;
  }
  if (last < 1 || last > hub.ports.length) throw usbError(`requested USB port ${port} not present on USB bus ${bus}`);
  if (hub.ports[last - 1] !== undefined) throw usbError(`Duplicate USB address bus ${bus} port ${port}`);
  hub.ports[last - 1] = isHub ? newHub(hubPorts) : 'taken';
}

/** Hubs for the devices that find no port, reckoned before any is placed; each takes a port and brings eight. */
function addHubs({ devices }: Domain): void {
  const hubs = devices.hubs.filter(({ type }) => type === 'usb');
  const controllers = devices.controllers.filter(({ type, model }) => type === 'usb' && model !== 'none');
  const available = controllers.reduce((sum, one) => sum + portsOf(one), 0) + hubs.length * hubPorts;
  const missing = usbDevices(devices).length - available;
  if (missing <= 0) return;
  for (let i = Math.ceil((missing + 1) / (hubPorts - 1)); i > 0; i -= 1) devices.hubs.push({ type: 'usb' });
}

function nextFree(
  buses: ReadonlyMap<number, Hub>,
  wanted: number | undefined,
): { bus: number; port: string } | undefined {
  for (const [bus, hub] of [...buses].sort(([a], [b]) => a - b)) {
    if (wanted !== undefined && bus !== wanted) continue;
    const port = freePort(hub);
    if (port !== undefined) return { bus, port };
  }
  return undefined;
}

/** A port of the hub itself, or else one behind it. */
function freePort({ ports }: Hub): string | undefined {
  const own = ports.indexOf(undefined);
  if (own >= 0) return String(own + 1);
  for (const [index, port] of ports.entries()) {
    if (port === undefined || port === 'taken') continue;
    const inner = freePort(port);
    if (inner !== undefined) return `${index + 1}.${inner}`;
  }
  return undefined;
}

function usbError(message: string): VirtError {
  return new VirtError('VIR_ERR_XML_ERROR', message, { domain: 'VIR_FROM_DOMAIN' });
}
