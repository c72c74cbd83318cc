import type { StorageVol } from '@virtweave/core-conf/storage';
import { askTool, type Machine } from '../machine.ts';
import { describeDevice } from './block-device.ts';

/** Where the kernel lists what is on SCSI buses. */
const devices = '/sys/bus/scsi/devices';
/** `scsi_level` does not tell disks from others; `type` does: disks and CD-ROM drives. */
const wantedTypes = new Set(['0', '5']);
const programs = ['/lib/udev/scsi_id', '/usr/lib/udev/scsi_id'] as const;

/**
 * The disks of a SCSI host, as volumes named `unit:BUS:TARGET:LUN`.
 *
 * @param folder where stable names are looked for, such as `/dev/disk/by-path`
 */
export async function volumesOfHost(host: number, folder: string, machine: Machine): Promise<readonly StorageVol[]> {
  const names = (await machine.host.list(devices, { signal: machine.call.signal })) ?? [];
  const volumes: StorageVol[] = [];
  for (const name of names) {
    const [, on, bus, target, lun] = /^(\d+):(\d+):(\d+):(\d+)$/.exec(name) ?? [];
    if (on === undefined || Number(on) !== host) continue;
    const device = await blockDevice(`${devices}/${name}`, machine);
    if (device === undefined) continue;
    const path = await stablePath(device, folder, machine);
    const key = (await serialOf(device, machine)) ?? path;
    volumes.push(await describeDevice(machine, { type: 'block', name: `unit:${bus}:${target}:${lun}`, key, target: { path } }));
  }
  return volumes;
}

/** `/dev/sda` of a unit; undefined for what is no disk. */
async function blockDevice(unit: string, { host, call }: Machine): Promise<string | undefined> {
  const { signal } = call;
  if ((await host.stat(`${unit}/type`, { signal })) === undefined) return undefined;
  const type = (await host.readFile(`${unit}/type`, { signal })).toString().trim();
  if (!wantedTypes.has(type)) return undefined;
  // Old kernels write `block:sda`, newer ones `block/sda`.
  const [name] = (await host.list(`${unit}/block`, { signal })) ?? [];
  const old = (await host.list(unit, { signal }))?.find((entry) => entry.startsWith('block:'))?.slice('block:'.length);
  const found = name ?? old;
  return found === undefined ? undefined : `/dev/${found}`;
}

/** The name of a device that a restart does not change: the link to it in the pool's folder. */
export async function stablePath(device: string, folder: string, { host, call }: Machine): Promise<string> {
  const { signal } = call;
  if (!folder.startsWith('/dev') || folder === '/dev' || folder === '/dev/') return device;
  for (const name of (await host.list(folder, { signal })) ?? []) {
    const path = `${folder}/${name}`;
    if ((await host.stat(path, { signal }))?.type === 'block' && (await host.realPath(path, { signal })) === device) return path;
  }
  return device;
}

/** What identifies a disk on all hosts. */
export async function serialOf(device: string, machine: Machine): Promise<string | undefined> {
  for (const program of programs) {
    if ((await machine.host.stat(program, { signal: machine.call.signal })) === undefined) continue;
    const { status, stdout } = await askTool(machine, program, ['--replace-whitespace', '--whitelisted', '--device', device]);
    if (status === 0 && stdout.trim() !== '') return stdout.trim();
  }
  return undefined;
}
