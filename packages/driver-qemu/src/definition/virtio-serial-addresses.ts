import { eachDevice, type Address, type Channel, type Console, type Domain } from '@virtweave/core-conf';
import { VirtError } from '@virtweave/core-util';
import { ensureController, findController } from './controllers.ts';

const defaultPorts = 31;

/** Gives every port of a virtio serial controller its number (`qemuDomainAssignVirtioSerialAddresses`). */
export function assignVirtioSerialAddresses(domain: Domain): void {
  const { channels, consoles } = domain.devices;
  const ports: (Channel | Console)[] = [
    ...consoles.filter(({ target }) => target.type === 'virtio'),
    ...channels.filter(({ target }) => target.type === 'virtio'),
  ];
  const taken = new Map<number, Set<number>>();
  const takenOn = (controller: number): Set<number> => {
    const set = taken.get(controller) ?? new Set<number>();
    taken.set(controller, set);
    return set;
  };
  const isConsole = (port: Channel | Console): boolean => consoles.includes(port as Console);
  // Port 0 is where guests look for a console; of a channel it means that the port is to be found.
  const isSettled = (port: Channel | Console, number: number | undefined): boolean =>
    number !== undefined && (number > 0 || isConsole(port));
  eachDevice(domain.devices, ({ device }) => {
    const { address } = device as { address?: Address };
    if (address?.type !== 'virtio-serial' || !isSettled(device as Channel, address.port)) return;
    const { controller, port = 0 } = address;
    requirePort(domain, controller, port);
    // Nobody looks at consoles that all want port 0.
    if (port > 0 && takenOn(controller).has(port)) {
      throw wrong(`virtio serial port ${port} on controller ${controller} is already occupied`);
    }
    takenOn(controller).add(port);
  });
  for (const port of ports) {
    const { address } = port;
    // A console without an address stays without one.
    if (address === undefined ? isConsole(port) : address.type !== 'virtio-serial') continue;
    const known = address?.type === 'virtio-serial' ? address : undefined;
    if (isSettled(port, known?.port)) continue;
    const first = isConsole(port) ? 0 : 1;
    const place = known === undefined ? anywhere(domain, takenOn, first) : on(domain, takenOn, known.controller, first);
    takenOn(place.controller).add(place.port);
    port.address = { type: 'virtio-serial', controller: place.controller, bus: 0, port: place.port };
  }
}

/** Whatever has such an address, though only virtio ports can use one. */
function requirePort(domain: Domain, controller: number, port: number): void {
  if (findController(domain, 'virtio-serial', controller) === undefined) {
    throw wrong(`virtio serial controller ${controller} is missing`);
  }
  if (port >= portCount(domain, controller)) {
    throw wrong(`virtio serial controller ${controller} does not have port ${port}`);
  }
}

const wrong = (detail: string): VirtError => new VirtError('VIR_ERR_XML_ERROR', detail, { domain: 'VIR_FROM_DOMAIN' });

function portCount({ devices }: Domain, index: number): number {
  return devices.controllers.find((one) => one.type === 'virtio-serial' && one.index === index)?.ports ?? defaultPorts;
}

type TakenOn = (controller: number) => Set<number>;

function freeOn(domain: Domain, takenOn: TakenOn, controller: number, first: number): number | undefined {
  const taken = takenOn(controller);
  for (let port = first; port < portCount(domain, controller); port += 1) if (!taken.has(port)) return port;
  return undefined;
}

function on(domain: Domain, takenOn: TakenOn, controller: number, first: number): { controller: number; port: number } {
  const port = freeOn(domain, takenOn, controller, first);
  if (port !== undefined) return { controller, port };
  throw wrong(`Unable to find a free port on virtio-serial controller ${controller}`);
}

function anywhere(domain: Domain, takenOn: TakenOn, first: number): { controller: number; port: number } {
  const indexes = domain.devices.controllers.filter(({ type }) => type === 'virtio-serial').map(({ index }) => index);
  for (const controller of indexes.sort((a, b) => a - b)) {
    const port = freeOn(domain, takenOn, controller, first);
    if (port !== undefined) return { controller, port };
  }
  let controller = 0;
  while (indexes.includes(controller)) controller += 1;
  ensureController(domain, 'virtio-serial', controller);
  return { controller, port: first };
}
