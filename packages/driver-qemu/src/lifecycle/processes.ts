import { errnoOf, isVirtError, type Host, type ProcessIdentity } from '@virtweave/core-util';

/** QEMU is started in its guest's folder (one that is only asked, in the folder of probes), and has a monitor of ours. */
const MONITOR = /^chardev=(?:charmonitor,id=)?monitor,mode=control$/;

/**
 * The QEMUs that were started in these folders, however little else is known of them. It reads all of /proc: for the start
 * that its starter did not live to note down.
 */
export async function qemusIn(host: Host, folders: ReadonlySet<string>): Promise<ReadonlyMap<string, ProcessIdentity>> {
  const found = new Map<string, ProcessIdentity>();
  if (folders.size === 0) return found;
  for (const name of (await host.list('/proc')) ?? []) {
    if (!/^\d+$/.test(name)) continue;
    const folder = await readable(host.readLink(`/proc/${name}/cwd`));
    if (folder === undefined || !folders.has(folder)) continue;
    const command = await readable(host.readFile(`/proc/${name}/cmdline`));
    if (command?.toString('utf8').split('\0').some((word) => MONITOR.test(word)) !== true) continue;
    const process = await host.process(Number(name));
    if (process !== undefined) found.set(folder, process);
  }
  return found;
}

/** All processes that work in these folders, QEMU or not. */
export async function processesIn(host: Host, folders: ReadonlySet<string>): Promise<ReadonlyMap<string, readonly ProcessIdentity[]>> {
  const found = new Map<string, ProcessIdentity[]>();
  for (const name of (await host.list('/proc')) ?? []) {
    if (!/^\d+$/.test(name)) continue;
    const folder = await readable(host.readLink(`/proc/${name}/cwd`));
    if (folder === undefined || !folders.has(folder)) continue;
    const process = await host.process(Number(name));
    if (process !== undefined) found.set(folder, [...(found.get(folder) ?? []), process]);
  }
  return found;
}

/** Undefined for a process that ended meanwhile, or is somebody else's. */
async function readable<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (isVirtError(error, 'VIR_ERR_SYSTEM_ERROR') || errnoOf(error) !== undefined) return undefined;
    throw error;
  }
}

/** Kills a process, and resolves when it is gone: whatever it had open is free then. */
export async function killProcess(host: Host, process: ProcessIdentity): Promise<void> {
  await host.signal(process, 'SIGKILL');
  await processGone(host, process);
}

/** Waits until a process that need not be our child is gone; kills it when it lingers. */
export async function processGone(host: Host, { pid, startTime }: ProcessIdentity): Promise<void> {
  for (let look = 0; look < 400; look += 1) {
    const alive = await host.process(pid);
    if (alive?.startTime !== startTime) return;
    if (look === 100) await host.signal({ pid, startTime }, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, look < 10 ? 2 : 50));
  }
}
