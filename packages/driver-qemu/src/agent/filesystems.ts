import type { DomainFSInfo } from '@virtweave/core-api';
import type { Domain } from '@virtweave/core-conf';
import type { AskAgent } from './ask.ts';
import { findDisk, readDiskAddress, type GuestDiskAddress } from './disks.ts';
import { malformed } from './errors.ts';
import { INT, integerOf, listOf, need, textOf, wideOf } from './reply.ts';

/** A file system that is mounted in the guest. */
export interface GuestFilesystem {
  readonly name: string;
  readonly mountpoint: string;
  readonly fstype: string;
  readonly totalBytes?: bigint;
  readonly usedBytes?: bigint;
  readonly disks: readonly GuestDiskAddress[];
}

/** Mounted file systems, by mount point. */
export async function getFilesystems(ask: AskAgent): Promise<readonly GuestFilesystem[]> {
  const command = 'guest-get-fsinfo';
  const list = listOf(await ask(command), `Malformed ${command} data array`).map((fs) => {
    const mountpoint = need(textOf(fs['mountpoint']), 'mountpoint', command);
    const name = need(textOf(fs['name']), 'name', command);
    const fstype = need(textOf(fs['type']), 'type', command);
    const totalBytes = wideOf(fs['total-bytes']);
    const usedBytes = wideOf(fs['used-bytes']);
    const disks = need(fs['disk'], 'disk', command);
    return {
      name,
      mountpoint,
      fstype,
      ...(totalBytes !== undefined && { totalBytes }),
      ...(usedBytes !== undefined && { usedBytes }),
      disks: listOf(disks, `Malformed ${command} 'disk' data array`).map(readDiskAddress),
    };
  });
  return list.sort((a, b) => (a.mountpoint < b.mountpoint ? -1 : a.mountpoint > b.mountpoint ? 1 : 0));
}

/** What `virDomainGetFSInfo` tells: disks by the names that the guest's document has for them. */
export function fsInfo(filesystems: readonly GuestFilesystem[], document: Domain): readonly DomainFSInfo[] {
  return filesystems.map(({ mountpoint, name, fstype, disks }) => ({
    mountpoint,
    name,
    fstype,
    devAliases: disks.flatMap((address) => findDisk(document, address)?.target.dev ?? []),
  }));
}

/** Stops writing to file systems; how many. */
export async function freeze(ask: AskAgent, mountpoints: readonly string[]): Promise<number> {
  return count(mountpoints.length === 0 ? await ask('guest-fsfreeze-freeze') : await ask('guest-fsfreeze-freeze-list', { mountpoints }));
}

/** Lets all be written to again; how many. */
export async function thaw(ask: AskAgent): Promise<number> {
  return count(await ask('guest-fsfreeze-thaw'));
}

export async function trim(ask: AskAgent, minimum: bigint): Promise<void> {
  await ask('guest-fstrim', { minimum });
}

function count(reply: unknown): number {
  const number = typeof reply === 'number' ? integerOf(reply, 0, INT) : undefined;
  if (number === undefined) throw malformed('malformed return value');
  return number;
}
