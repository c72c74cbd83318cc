import { isDeepStrictEqual } from 'node:util';
import type { Disk, Domain, Graphics, Interface } from '@virtweave/core-conf';
import { VirtError } from '@virtweave/core-util';
import type { QemuEngine } from '../engine/engine.ts';
import type { Guest } from '../engine/guest.ts';
import { saveStatus } from '../lifecycle/follow.ts';
import type { AnyDevice, PlacedDevice } from './kinds.ts';
import { changeMedium } from './medium.ts';

/**
 * Makes a running guest's device what another one is, as far as that can be done while it runs: another medium in a drive,
 * the cable of a network interface, the password of a display.
 *
 * @param force a drive that the guest has locked is opened all the same
 * @throws VirtError VIR_ERR_OPERATION_UNSUPPORTED for what would be another device
 */
export async function updateDevice(engine: QemuEngine, guest: Guest, placed: PlacedDevice, wish: AnyDevice, force: boolean): Promise<void> {
  const { list, device } = placed;
  const { address = device.address, ...rest } = wish;
  const wanted = { ...rest, ...(address !== undefined && { address }), ...(device.alias !== undefined && { alias: device.alias }) };
  if (list === 'disks') await changeMedium(engine, guest, placed, wanted as Disk, force);
  else if (list === 'interfaces') await changeCable(guest, device as Interface, wanted as Interface);
  else if (list === 'graphics') await changePassword(guest, device as Graphics, wanted as Graphics);
  else throw unsupported(`live update of device '${list}' is not supported`);
  if (list === 'disks') return;
  const running = guest.requireRunning();
  const kept = list === 'interfaces' ? { ...device, link: (wanted as Interface).link } : { ...device, ...passwordOf(wanted as Graphics) };
  running.document = replaced(running.document, placed, kept);
  await saveStatus(engine, guest, running);
}

/** The document with another device in a place. */
export function replaced(document: Domain, { list, index }: PlacedDevice, device: AnyDevice): Domain {
  const devices = (document.devices[list] as readonly unknown[]).map((one, at) => (at === index ? device : one));
  return { ...document, devices: { ...document.devices, [list]: devices } };
}

async function changeCable(guest: Guest, device: Interface, wish: Interface): Promise<void> {
  const rest = ({ link: _, target: __, address: ___, ...others }: Interface): object => others;
  if (!isDeepStrictEqual(rest(device), rest(wish))) {
    throw unsupported('of a network interface only the state of its link can be changed while the domain runs');
  }
  if (device.alias === undefined) return;
  await guest.requireRunning().monitor.execute('set_link', { name: device.alias, up: wish.link !== 'down' });
}

type WithPassword = Extract<Graphics, { type: 'vnc' | 'spice' }>;

function passwordOf(graphics: Graphics): object {
  const { passwd, passwdValidTo, connected } = graphics as WithPassword;
  return { passwd, passwdValidTo, connected };
}

async function changePassword(guest: Guest, device: Graphics, wish: Graphics): Promise<void> {
  if (device.type !== wish.type || (wish.type !== 'vnc' && wish.type !== 'spice')) throw unsupported('a display can be given another password only');
  const { passwd, passwdValidTo, connected } = wish as WithPassword;
  const { monitor } = guest.requireRunning();
  const protocol = wish.type;
  if (passwd !== undefined) await monitor.execute('set_password', { protocol, password: passwd, ...(connected !== undefined && { connected }) });
  const time = passwd === undefined ? 'now' : passwdValidTo === undefined ? 'never' : String(Math.floor(Date.parse(`${passwdValidTo}Z`) / 1000));
  await monitor.execute('expire_password', { protocol, time });
}

function unsupported(detail: string): VirtError {
  return new VirtError('VIR_ERR_OPERATION_UNSUPPORTED', detail, { domain: 'VIR_FROM_QEMU' });
}
