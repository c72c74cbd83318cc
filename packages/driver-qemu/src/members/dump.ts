import { VirtError } from '@virtweave/core-util';
import type { QemuEngine } from '../engine/engine.ts';
import type { Guest } from '../engine/guest.ts';
import type { RunningGuest } from '../engine/running-guest.ts';
import { enterState } from '../lifecycle/follow.ts';
import { lifecycle } from '../lifecycle/events.ts';
import { endGuest } from '../lifecycle/stop.ts';
import { sendState, watchMigration } from '../save/migration.ts';
import { withGuest, type Members } from './members.ts';

const CRASH = 1;
const LIVE = 2;
const RESET = 8;
const MEMORY_ONLY = 16;

/** By `virDomainCoreDumpFormat`; only of memory. */
const formats = ['elf', 'kdump-zlib', 'kdump-lzo', 'kdump-snappy', 'win-dmp', 'kdump-raw-zlib', 'kdump-raw-lzo', 'kdump-raw-snappy'];

/** Memory of a guest, into a file for a debugger. */
export function dumpMembers(engine: QemuEngine): Members<'domainCoreDumpWithFormat'> {
  return {
    domainCoreDumpWithFormat: (ref, to, format, flags, call) =>
      withGuest(engine, ref, 'modify', 'domainCoreDumpWithFormat', call, async (guest, signal) => {
        const running = guest.requireRunning();
        const name = formats[format];
        if (name === undefined) throw refused('VIR_ERR_INVALID_ARG', `unknown dump format ${format}`);
        const memoryOnly = (flags & MEMORY_ONLY) !== 0;
        if (!memoryOnly && format !== 0) throw refused('VIR_ERR_INVALID_ARG', `dumpformat '${name}' needs the flag VIR_DUMP_MEMORY_ONLY`);
        if (!to.startsWith('/')) throw refused('VIR_ERR_INVALID_ARG', `the path '${to}' must be absolute`);
        const resume = (flags & LIVE) === 0 ? await pause(engine, guest, running) : async () => undefined;
        try {
          if (memoryOnly) await dumpMemory(running, to, name, signal);
          else await dumpState(engine, running, to, signal);
        } catch (error) {
          await resume();
          throw error;
        }
        if ((flags & CRASH) !== 0) {
          await endGuest(engine, guest, running, 'crashed');
          return;
        }
        if ((flags & RESET) !== 0) await running.monitor.execute('system_reset');
        await resume();
      }),
  };
}

/** Stops the guest's processors, and says how they go on. */
async function pause(engine: QemuEngine, guest: Guest, running: RunningGuest): Promise<() => Promise<void>> {
  if (guest.state.state !== 'running') return async () => undefined;
  await enterState(engine, guest, running, { state: 'paused', reason: 'dump' });
  await running.monitor.execute('stop');
  lifecycle(engine, guest, 'suspended', 'paused');
  return async () => {
    if (guest.running !== running) return;
    guest.state = { state: 'running', reason: 'unpaused' };
    await running.monitor.execute('cont');
    await enterState(engine, guest, running, guest.state);
    lifecycle(engine, guest, 'resumed', 'unpaused');
  };
}

/** QEMU writes the file itself: it has the memory. */
async function dumpMemory({ monitor }: RunningGuest, to: string, format: string, signal: AbortSignal): Promise<void> {
  const wanted = format === 'elf' ? {} : { format };
  await monitor.execute('dump-guest-memory', { paging: false, protocol: `file:${to}`, ...wanted }, { signal, timeout: 0 });
}

/** All that QEMU would tell another QEMU. */
async function dumpState(engine: QemuEngine, running: RunningGuest, to: string, signal: AbortSignal): Promise<void> {
  const { host } = engine;
  if (host.receive === undefined) {
    throw refused('VIR_ERR_OPERATION_UNSUPPORTED', `guests of host '${host.label}' cannot be dumped but for their memory`);
  }
  const socket = `${running.folder}/dump.sock`;
  await host.writeFile(to, '', { durable: false, signal });
  const receiving = await host.receive(socket, to, { signal });
  try {
    const watch = await watchMigration(running, signal);
    await sendState(running, socket, signal);
    await watch.completed(running.ended);
    await receiving.done;
  } finally {
    receiving.cancel();
  }
}

function refused(code: 'VIR_ERR_INVALID_ARG' | 'VIR_ERR_OPERATION_UNSUPPORTED', detail: string): VirtError {
  return new VirtError(code, detail, { domain: 'VIR_FROM_QEMU' });
}
