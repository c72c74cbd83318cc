import type { StorageVol } from '@virtweave/core-conf/storage';
import { runTool, type Machine } from '../machine.ts';
import type { Backend } from './backend.ts';
import { describeDevice } from './block-device.ts';
import { describedOnly } from './file-volumes.ts';
import { sum } from './scsi.ts';
import { serialOf } from './scsi-host.ts';

/** `mpath`: all multipath devices of this machine. */
export const multipath: Backend = {
  async look(_pool, machine) {
    // Where the kernel has no device mapper there are no such devices.
    const there = (await machine.host.stat('/dev/mapper/control', { signal: machine.call.signal })) !== undefined;
    return sum(there ? await devicesOf(machine) : []);
  },
  volumes: describedOnly((_pool, volume, machine) => describeDevice(machine, volume)),
};

/** `dmsetup ls`: `mpatha	(253:0)`, with a comma in older versions. */
async function devicesOf(machine: Machine): Promise<readonly StorageVol[]> {
  const report = await runTool(machine, 'dmsetup', ['ls', '--target', 'multipath']);
  const volumes: StorageVol[] = [];
  for (const line of report.split('\n')) {
    const [, name, minor] = /^(\S+)\s+\(\d+[:,]\s*(\d+)\)$/.exec(line.trim()) ?? [];
    if (name === undefined) continue;
    const path = `/dev/mapper/${name}`;
    const key = (await serialOf(path, machine)) ?? path;
    volumes.push(await describeDevice(machine, { type: 'block', name: `dm-${minor}`, key, target: { path } }));
  }
  return volumes;
}
