import type { NodeDevice as NodeDeviceDefinition } from '@virtweave/core-conf';
import type { EventStream } from '../connection/event-queue.ts';
import { openEvents, type ConnectionEvent, type EventOptions } from '../connection/events.ts';
import { definitionOf, Handle } from '../connection/handle.ts';
import { flagsOf } from '../connection/numbers.ts';
import type { CallOptions, FlagOptions } from '../connection/session.ts';
import type { FamilyDrivers } from '../contract/families.ts';
import type { NodeDeviceRef } from '../contract/references.ts';

/** Which of the two: the active device, its definition, or (none) what there is. */
export interface NodeDeviceUpdateOptions extends FlagOptions {
  readonly live?: boolean;
  readonly config?: boolean;
}

/**
 * A device of the host. Comes from a connection: `listAllNodeDevices`, `nodeDeviceLookupByName`, `nodeDeviceDefineXML`,
 * `nodeDeviceCreateXML`. It holds nothing open and need not be closed.
 *
 * Every call takes `{ signal }` last and rejects with a `VirtError`; `VIR_ERR_NO_NODE_DEVICE` when the device is gone.
 *
 * ```ts
 * for (const device of await connection.listAllNodeDevices({ capabilities: ['pci'] })) console.log(device.name);
 * ```
 */
export class NodeDevice extends Handle<NodeDeviceRef> {
  /** @libvirt virNodeDeviceGetName */
  get name(): string {
    return this.ref.name;
  }

  /** Name of the device that it is behind; undefined for the computer itself. @libvirt virNodeDeviceGetParent */
  parent(options?: CallOptions): Promise<string | undefined> {
    return this.session.run(options, (call) => this.#driver.nodeDeviceGetParent(this.ref, call));
  }

  /** What it is: `system`, `pci`, `net`, ... @libvirt virNodeDeviceListCaps virNodeDeviceNumOfCaps */
  capabilities(options?: CallOptions): Promise<readonly string[]> {
    return this.session.run(options, (call) => this.#driver.nodeDeviceListCaps(this.ref, call));
  }

  /** The document. @libvirt virNodeDeviceGetXMLDesc */
  xml(options?: FlagOptions & { readonly inactive?: boolean }): Promise<string> {
    return this.session.run(options, (call) =>
      this.#driver.nodeDeviceGetXMLDesc(this.ref, flagsOf(options, { inactive: 1 }), call),
    );
  }

  /** The document as an object. */
  async definition(options?: FlagOptions & { readonly inactive?: boolean }): Promise<NodeDeviceDefinition> {
    return definitionOf('node-device', await this.xml(options));
  }

  /** Starts a defined device (a mediated one). @libvirt virNodeDeviceCreate */
  start(options?: FlagOptions): Promise<void> {
    return this.session.run(options, (call) => this.#driver.nodeDeviceCreate(this.ref, flagsOf(options, {}), call));
  }

  /** Removes the device from the host. @libvirt virNodeDeviceDestroy */
  destroy(options?: CallOptions): Promise<void> {
    return this.session.run(options, (call) => this.#driver.nodeDeviceDestroy(this.ref, call));
  }

  /** Removes the definition. @libvirt virNodeDeviceUndefine */
  undefine(options?: FlagOptions): Promise<void> {
    return this.session.run(options, (call) => this.#driver.nodeDeviceUndefine(this.ref, flagsOf(options, {}), call));
  }

  /** Changes a mediated device. @libvirt virNodeDeviceUpdate */
  update(xml: string, options?: NodeDeviceUpdateOptions): Promise<void> {
    return this.session.run(options, (call) =>
      this.#driver.nodeDeviceUpdate(this.ref, xml, flagsOf(options, { live: 1, config: 2 }), call),
    );
  }

  /** @libvirt virNodeDeviceIsActive */
  isActive(options?: CallOptions): Promise<boolean> {
    return this.session.run(options, (call) => this.#driver.nodeDeviceIsActive(this.ref, call));
  }

  /** Does it have a definition that outlives it? @libvirt virNodeDeviceIsPersistent */
  isPersistent(options?: CallOptions): Promise<boolean> {
    return this.session.run(options, (call) => this.#driver.nodeDeviceIsPersistent(this.ref, call));
  }

  /** Does it start with the host, or when its parent appears? @libvirt virNodeDeviceGetAutostart */
  autostart(options?: CallOptions): Promise<boolean> {
    return this.session.run(options, (call) => this.#driver.nodeDeviceGetAutostart(this.ref, call));
  }

  /** @libvirt virNodeDeviceSetAutostart */
  setAutostart(autostart: boolean, options?: CallOptions): Promise<void> {
    return this.session.run(options, (call) => this.#driver.nodeDeviceSetAutostart(this.ref, autostart, call));
  }

  /** Takes the device from the host's driver, so that a guest can have it. @libvirt virNodeDeviceDettach virNodeDeviceDetachFlags */
  detach(options?: FlagOptions & { readonly driver?: string }): Promise<void> {
    return this.session.run(options, (call) =>
      this.#hypervisor.nodeDeviceDetachFlags(this.ref, options?.driver, flagsOf(options, {}), call),
    );
  }

  /** Gives it back to the host's driver. @libvirt virNodeDeviceReAttach */
  reAttach(options?: CallOptions): Promise<void> {
    return this.session.run(options, (call) => this.#hypervisor.nodeDeviceReAttach(this.ref, call));
  }

  /** Resets a device that was detached. @libvirt virNodeDeviceReset */
  reset(options?: CallOptions): Promise<void> {
    return this.session.run(options, (call) => this.#hypervisor.nodeDeviceReset(this.ref, call));
  }

  /** Events of this device alone; see {@link Connection.events}. */
  events<K extends 'node-device-lifecycle' | 'node-device-update' = 'node-device-lifecycle' | 'node-device-update'>(
    options?: EventOptions<K>,
  ): EventStream<ConnectionEvent<K>> {
    const kinds = options?.kinds ?? (['node-device-lifecycle', 'node-device-update'] as unknown as readonly K[]);
    return openEvents(this.session, this.ref, { ...options, kinds });
  }

  get #driver(): FamilyDrivers['nodeDevice'] {
    return this.session.families.nodeDevice;
  }

  /** Assignment to guests is the hypervisor's. */
  get #hypervisor(): FamilyDrivers['hypervisor'] {
    return this.session.families.hypervisor;
  }
}
