import type { StorageVol } from '@virtweave/core-conf/storage';
import type { Machine } from '../machine.ts';
import { deviceSize } from '../volume/describe-file.ts';
import { factsOfFile } from '../volume/file-facts.ts';

/** Adds what the device node of a volume tells. One that is not there (not activated) tells nothing. */
export async function describeDevice(machine: Machine, volume: StorageVol): Promise<StorageVol> {
  const { path } = volume.target;
  const facts = path === undefined ? undefined : await factsOfFile(machine, path);
  if (path === undefined || facts === undefined || facts.type !== 'block') return volume;
  const size = await deviceSize(machine, path);
  const { permissions, timestamps } = facts;
  return { ...volume, capacity: size, allocation: size, physical: size, target: { ...volume.target, permissions, timestamps } };
}
