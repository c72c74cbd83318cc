import { VirtError } from '@virtweave/core-util';
import type { Domain } from '@virtweave/core-conf';
import type { XmlElement } from '@virtweave/core-util/xml';
import type { QemuEngine } from '../engine/engine.ts';
import type { Guest } from '../engine/guest.ts';
import { findAlias, findDevice } from '../hotplug/find.ts';
import { grow, readDevice } from '../hotplug/grow.ts';
import { withoutDevice, type PlacedDevice } from '../hotplug/kinds.ts';
import { plugDevice } from '../hotplug/plug.ts';
import { unplugDevice } from '../hotplug/unplug-device.ts';
import { replaced, updateDevice } from '../hotplug/update.ts';
import { changeDefinition } from './change.ts';
import { withGuest, type Members } from './members.ts';
import { impactOf } from './metadata.ts';

const FORCE = 4;

type Devices = Members<
  'domainAttachDeviceFlags' | 'domainDetachDeviceFlags' | 'domainDetachDeviceAlias' | 'domainUpdateDeviceFlags'
>;

/** Plugging devices in and out, of the guest that runs, of the definition of its next start, or of both. */
export function deviceMembers(engine: QemuEngine): Devices {
  const detach = async (
    guest: Guest,
    flags: number,
    find: (document: Domain) => PlacedDevice | Promise<PlacedDevice>,
    signal: AbortSignal,
  ): Promise<void> => {
    const { live, config } = impactOf(guest, flags);
    // Found before anything is changed: what is missing in one place is taken from none.
    const stored = config ? await find(guest.requirePersistent()) : undefined;
    if (live) await unplugDevice(engine, guest, await find(guest.requireRunning().document), signal);
    if (stored === undefined) return;
    await changeDefinition(engine, guest, (definition) => ({
      ...definition,
      devices: withoutDevice(definition.devices, stored.list, stored.index),
    }));
  };

  return {
    domainAttachDeviceFlags: (ref, xml, flags, call) =>
      withGuest(engine, ref, 'modify', 'domainAttachDeviceFlags', call, async (guest, signal) => {
        const wish = readDevice(xml);
        const { live, config } = impactOf(guest, flags);
        const grown = config ? await grownDefinition(guest.requirePersistent(), wish) : undefined;
        if (live) await plugDevice(engine, guest, wish, signal);
        if (grown !== undefined) await changeDefinition(engine, guest, () => grown);
      }),

    domainDetachDeviceFlags: (ref, xml, flags, call) =>
      withGuest(engine, ref, 'modify', 'domainDetachDeviceFlags', call, (guest, signal) => {
        const wish = readDevice(xml);
        return detach(guest, flags, (document) => findDevice(engine, document, wish), signal);
      }),

    domainDetachDeviceAlias: (ref, alias, flags, call) =>
      withGuest(engine, ref, 'modify', 'domainDetachDeviceAlias', call, (guest, signal) =>
        detach(guest, flags, (document) => findAlias(document, alias), signal),
      ),

    domainUpdateDeviceFlags: (ref, xml, flags, call) =>
      withGuest(engine, ref, 'modify', 'domainUpdateDeviceFlags', call, async (guest) => {
        const wish = readDevice(xml);
        const { live, config } = impactOf(guest, flags);
        const changed = config ? await updated(guest.requirePersistent(), wish) : undefined;
        if (live) {
          const { document } = guest.requireRunning();
          const placed = await findDevice(engine, document, wish);
          const { device } = await grow(engine, { ...document, devices: withoutDevice(document.devices, placed.list, placed.index) }, wish);
          await updateDevice(engine, guest, placed, device.device, (flags & FORCE) !== 0);
        }
        if (changed !== undefined) await changeDefinition(engine, guest, () => changed);
      }),
  };

  async function grownDefinition(definition: Domain, wish: XmlElement): Promise<Domain> {
    const target = wish.name === 'disk' ? wish.child('target')?.attr('dev') : undefined;
    if (target !== undefined && definition.devices.disks.some((disk) => disk.target.dev === target)) {
      throw new VirtError('VIR_ERR_OPERATION_INVALID', `target ${target} already exists`, { domain: 'VIR_FROM_QEMU' });
    }
    return (await grow(engine, definition, wish)).document;
  }

  /** The definition with a device in place of the one that it is to replace. */
  async function updated(definition: Domain, wish: XmlElement): Promise<Domain> {
    const placed = await findDevice(engine, definition, wish);
    const rest = { ...definition, devices: withoutDevice(definition.devices, placed.list, placed.index) };
    const { device } = await grow(engine, rest, wish);
    return replaced(definition, placed, device.device);
  }
}
