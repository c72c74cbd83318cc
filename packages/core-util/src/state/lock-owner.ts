import { isVirtError, VirtError } from '../errors/virt-error.ts';
import type { Host } from '../host/host.ts';
import { isDead, parseProcessStat } from '../host/process-stat.ts';

/** Who owns a state folder, as its lock names it. */
export interface LockOwner {
  readonly pid: number;
  /** Clock ticks from boot to its start: tells it from a later process with the same pid. */
  readonly startTime: string;
  /** Which boot of the machine (`/proc/sys/kernel/random/boot_id`). */
  readonly bootId: string;
  /** In which pid namespace the pid counts (inode of `/proc/self/ns/pid`). */
  readonly pidNamespace: string;
  /** What the program calls itself: letters, digits and `- _ @ +`. */
  readonly program: string;
}

/** Names this process. Only for a host that it runs on itself. */
export async function thisProcess(host: Host, program: string): Promise<LockOwner> {
  const { pid } = process;
  const [identity, bootId, namespace] = await Promise.all([
    host.process(pid),
    host.readFile('/proc/sys/kernel/random/boot_id', { length: 64 }),
    host.readLink('/proc/self/ns/pid'),
  ]);
  const self = await host.readLink('/proc/self');
  if (identity === undefined || self !== String(pid)) {
    throw new VirtError('VIR_ERR_NO_SUPPORT', `cannot own a state folder on '${host.label}': this process does not run there`);
  }
  return {
    pid,
    startTime: identity.startTime,
    bootId: bootId.toString().trim(),
    pidNamespace: /\d+/.exec(namespace ?? '')?.[0] ?? '0',
    program: program.replaceAll(/[^A-Za-z0-9\-_@+]/g, '-').slice(0, 64) || 'virtweave',
  };
}

/**
 * - `alive`
 * - `gone`: it can do nothing any more
 * - `ending`: it has been killed, but a system call of one of its threads may still be on its way
 * - `hidden`: it counts in another pid namespace, and cannot be looked up from here
 */
export type OwnerState = 'alive' | 'gone' | 'ending' | 'hidden';

/** How is the owner, as seen by `self`? */
export async function ownerState(host: Host, owner: LockOwner, self: LockOwner): Promise<OwnerState> {
  if (owner.bootId !== self.bootId) return 'gone';
  if (owner.pidNamespace !== self.pidNamespace) return 'hidden';
  const found = await host.process(owner.pid);
  if (found !== undefined && found.startTime !== owner.startTime) return 'gone';
  // The main thread of a killed process can be gone while another one is still inside a rename or an fsync.
  if (found !== undefined) return (await firstThreadIsDead(host, owner.pid)) ? 'ending' : 'alive';
  return (await threads(host, owner.pid)) > 1 ? 'ending' : 'gone';
}

async function firstThreadIsDead(host: Host, pid: number): Promise<boolean> {
  try {
    const stat = parseProcessStat((await host.readFile(`/proc/${pid}/stat`, { maxBytes: 4096 })).toString('latin1'));
    return stat !== undefined && isDead(stat);
  } catch (error) {
    // It went while we looked: the next look tells. A pretended host may show no more than the process.
    if (isVirtError(error, 'VIR_ERR_SYSTEM_ERROR')) return false;
    throw error;
  }
}

async function threads(host: Host, pid: number): Promise<number> {
  try {
    return (await host.list(`/proc/${pid}/task`))?.length ?? 0;
  } catch (error) {
    // ENOENT, ESRCH, EINVAL: it went while we looked.
    if (isVirtError(error, 'VIR_ERR_SYSTEM_ERROR') && [2, 3, 22].includes(error.int1)) return 0;
    throw error;
  }
}

/** The owner as a file name, with a word that makes each holding of the lock unique. */
export function ownerFileName(owner: LockOwner, unique: string): string {
  const { program, pid, startTime, bootId, pidNamespace } = owner;
  return `${program}.pid-${pid}.start-${startTime}.boot-${bootId}.pidns-${pidNamespace}.${unique}`;
}

/** Undefined when the name is not one of {@link ownerFileName}. */
export function parseOwnerFileName(name: string): LockOwner | undefined {
  const match = /^([A-Za-z0-9\-_@+]+)\.pid-(\d+)\.start-(\d+)\.boot-([0-9a-f-]+)\.pidns-(\d+)\.[0-9a-f]+$/.exec(name);
  if (match === null) return undefined;
  const [, program = '', pid, startTime = '', bootId = '', pidNamespace = ''] = match;
  return { program, pid: Number(pid), startTime, bootId, pidNamespace };
}
