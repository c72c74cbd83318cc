import type { NodeDeviceEvent, NodeDeviceRef } from '@virtweave/core-api';
import type { NodeDevice } from '@virtweave/core-conf';
import { testError } from '../errors.ts';
import { Hubs } from '../node/hubs.ts';
import { perNode } from '../node/per-node.ts';
import type { TestNode } from '../node/test-node.ts';
import { defaultDevices } from './default-devices.ts';

// virNodeDeviceEventLifecycleType
const created = 0;
const deleted = 1;

/** The devices of a pretended host. */
export class Devices {
  readonly hubs: Hubs<NodeDeviceEvent> = new Hubs<NodeDeviceEvent>(({ device }) => device.name);
  readonly #byName = new Map<string, NodeDevice>();
  /** Those that were made while the host runs: the next start does not bring them back. */
  readonly #made = new Set<string>();

  [Symbol.iterator](): IterableIterator<NodeDevice> {
    return this.#byName.values();
  }

  find(name: string): NodeDevice | undefined {
    return this.#byName.get(name);
  }

  get({ name }: { readonly name: string }): NodeDevice {
    const found = this.find(name);
    if (found !== undefined) return found;
    throw testError('VIR_ERR_NO_NODE_DEVICE', `no node device with matching name '${name}'`);
  }

  isPersistent({ name }: NodeDevice): boolean {
    return !this.#made.has(name);
  }

  /** A device that the host has had from the start. */
  add(device: NodeDevice): void {
    this.#byName.set(device.name, device);
  }

  make(device: NodeDevice): NodeDevice {
    this.add(device);
    this.#made.add(device.name);
    this.#emit(device, created);
    return device;
  }

  remove(device: NodeDevice): void {
    this.#byName.delete(device.name);
    this.#made.delete(device.name);
    this.#emit(device, deleted);
  }

  #emit(device: NodeDevice, event: number): void {
    this.hubs.emit({ kind: 'lifecycle', device: deviceRef(device), event, detail: 0 });
  }
}

export function deviceRef({ name, parent }: NodeDevice): NodeDeviceRef {
  return { name, ...(parent?.name !== undefined && { parent: parent.name }) };
}

/** The devices of a node. */
export const devicesOf: (node: TestNode) => Devices = perNode((node) => {
  const devices = new Devices();
  if (node.builtIn) for (const device of defaultDevices) devices.add(device);
  return devices;
});
