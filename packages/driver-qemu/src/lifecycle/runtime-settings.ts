import type { RunningGuest } from '../engine/running-guest.ts';
import { setThrottle } from './throttle.ts';

type Options = { signal?: AbortSignal };
const optionsOf = (signal?: AbortSignal): Options => (signal === undefined ? {} : { signal });

/** Which pseudo terminals QEMU has opened for the guest's character devices. */
export async function learnPtys({ monitor, document }: RunningGuest, signal?: AbortSignal): Promise<void> {
  const { serials, parallels, channels, consoles } = document.devices;
  const all = [...serials, ...parallels, ...channels, ...consoles];
  if (!all.some(({ source }) => source.type === 'pty')) return;
  const ptys = new Map<string, string>();
  for (const { label, filename } of await monitor.execute('query-chardev', undefined, optionsOf(signal))) {
    if (filename.startsWith('pty:')) ptys.set(label, filename.slice('pty:'.length));
  }
  for (const { source, alias } of all) {
    const path = ptys.get(`char${alias ?? ''}`);
    if (source.type === 'pty' && path !== undefined) source.path = path;
  }
  // The first console is another view of the first serial port.
  const [serial] = serials;
  const [console] = consoles;
  if (serial !== undefined && console?.target.type === 'serial') {
    console.source = serial.source;
    if (serial.alias !== undefined) console.alias = serial.alias;
  }
}

/** What QEMU is told through its monitor before the guest runs: passwords, balloon, cables. */
export async function applyRuntimeSettings({ monitor, document }: RunningGuest, signal?: AbortSignal): Promise<void> {
  const options = optionsOf(signal);
  const { devices, memory, currentMemory } = document;
  const settings: Promise<unknown>[] = [];
  for (const graphics of devices.graphics) {
    if ((graphics.type !== 'vnc' && graphics.type !== 'spice') || graphics.passwd === undefined) continue;
    const connected = graphics.connected === undefined ? {} : { connected: graphics.connected };
    settings.push(monitor.execute('set_password', { protocol: graphics.type, password: graphics.passwd, ...connected }, options));
    if (graphics.passwdValidTo !== undefined) {
      const time = String(Math.floor(Date.parse(`${graphics.passwdValidTo}Z`) / 1000));
      settings.push(monitor.execute('expire_password', { protocol: graphics.type, time }, options));
    }
  }
  if (devices.memballoon?.model.startsWith('virtio') === true && currentMemory !== undefined && currentMemory < memory.size) {
    settings.push(monitor.execute('balloon', { value: currentMemory * 1024 }, options));
  }
  const period = devices.memballoon?.statsPeriod;
  if (period !== undefined && devices.memballoon?.alias !== undefined) {
    const path = `/machine/peripheral/${devices.memballoon.alias}`;
    settings.push(monitor.execute('qom-set', { path, property: 'guest-stats-polling-interval', value: period }, options));
  }
  for (const { link, alias } of devices.interfaces) {
    if (link === 'down' && alias !== undefined) settings.push(monitor.execute('set_link', { name: alias, up: false }, options));
  }
  for (const disk of devices.disks) if (disk.iotune !== undefined) settings.push(setThrottle({ monitor }, disk, signal));
  await Promise.all(settings);
}
