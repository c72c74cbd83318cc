import { VirtError } from '@virtweave/core-util';
import { cloneDomain } from '@virtweave/core-conf';
import type { CloseActions } from '@virtweave/core-api/driver-kit';
import { defineDocument } from '../engine/definitions.ts';
import type { QemuEngine } from '../engine/engine.ts';
import { Guest } from '../engine/guest.ts';
import { enterState } from '../lifecycle/follow.ts';
import { lifecycle } from '../lifecycle/events.ts';
import { startGuest } from '../lifecycle/start.ts';
import { startDefined } from '../save/start-defined.ts';
import { endGuest } from '../lifecycle/stop.ts';
import { shutdownByAgent } from './agent.ts';
import { withGuest, type Members } from './members.ts';

const PAUSED = 1;
const AUTODESTROY = 2;
const FORCE_BOOT = 8;
const RESET_NVRAM = 32;
const START_VALIDATE = 16;
const GRACEFUL = 1;
const REMOVE_LOGS = 2;

type Lifecycle = Members<
  | 'domainCreateWithFlags' | 'domainCreateXML' | 'domainDestroyFlags' | 'domainShutdownFlags' | 'domainReboot'
  | 'domainReset' | 'domainSuspend' | 'domainResume' | 'domainInjectNMI' | 'domainPMWakeup'
>;

/** Starting, stopping and what lies between. */
export function lifecycleMembers(engine: QemuEngine, closeActions: CloseActions): Lifecycle {
  /** A guest that was started with `AUTODESTROY` ends with the connection, unless it ended or was started anew meanwhile. */
  const bind = (guest: Guest, flags: number): void => {
    if ((flags & AUTODESTROY) === 0) return;
    const { running } = guest;
    closeActions.set(guest.uuid, () =>
      guest.lock.run('modify', 'domainDestroyFlags', async () => {
        if (running !== undefined && guest.running === running) await endGuest(engine, guest, running, 'destroyed');
      }),
    );
  };

  return {
    domainCreateWithFlags: (ref, flags, call) =>
      withGuest(engine, ref, 'modify', 'domainCreateWithFlags', call, async (guest, signal) => {
        if (guest.active) throw refused('domain is already running');
        await startDefined(engine, guest, {
          paused: (flags & PAUSED) !== 0,
          forceBoot: (flags & FORCE_BOOT) !== 0,
          resetNvram: (flags & RESET_NVRAM) !== 0,
          signal,
        });
        bind(guest, flags);
        return guest.ref;
      }),

    async domainCreateXML(xml, flags, call) {
      const definition = await defineDocument(engine, xml, { strict: (flags & START_VALIDATE) !== 0 });
      const { guests } = engine;
      const uuid = definition.uuid as string;
      // A transient one that is just ending takes its place in the list with it.
      await guests.byUuid(uuid)?.ending;
      const existing = guests.checkUnique(definition.name, uuid, (guest) => guest.active);
      const guest = existing ?? new Guest(definition.name, uuid);
      if (existing === undefined) guests.add(guest);
      return guest.lock.run(
        'modify',
        'domainCreateXML',
        async ({ signal }) => {
          try {
            if (guest.active) throw refused(`domain '${guest.name}' is already active`);
            await startGuest(engine, guest, cloneDomain(definition), { paused: (flags & PAUSED) !== 0, signal });
            bind(guest, flags);
            return guest.ref;
          } catch (error) {
            if (guest.definition === undefined && !guest.active) {
              guest.removed = true;
              guests.remove(guest);
            }
            throw error;
          }
        },
        call.signal === undefined ? {} : { signal: call.signal },
      );
    },

    async domainDestroyFlags(ref, flags, call) {
      const logFile = engine.guests.get(ref).running?.logFile;
      await withGuest(engine, ref, 'modify', 'domainDestroyFlags', call, async (guest) => {
        await endGuest(engine, guest, guest.requireRunning(), 'destroyed', { graceful: (flags & GRACEFUL) !== 0 });
      });
      if ((flags & REMOVE_LOGS) !== 0 && logFile !== undefined) await engine.host.remove(logFile);
    },

    async domainShutdownFlags(ref, flags, call) {
      const known = engine.guests.get(ref);
      if (known.state.state !== 'running') throw refused('domain is not running');
      const mode = known.document.onPoweroff === 'restart' ? 'reboot' : 'powerdown';
      if (await shutdownByAgent(engine, known, mode, flags, call)) return;
      await withGuest(engine, ref, 'modify', 'domainShutdownFlags', call, async (guest, signal) => {
        const running = guest.requireRunning();
        delete running.fakeReboot;
        await running.monitor.execute('system_powerdown', undefined, { signal });
      });
    },

    async domainReboot(ref, flags, call) {
      if (await shutdownByAgent(engine, engine.guests.get(ref), 'reboot', flags, call)) return;
      await withGuest(engine, ref, 'modify', 'domainReboot', call, async (guest, signal) => {
        const running = guest.requireRunning();
        running.fakeReboot = true;
        await running.monitor.execute('system_powerdown', undefined, { signal });
      });
    },

    domainReset: (ref, _flags, call) =>
      withGuest(engine, ref, 'modify', 'domainReset', call, async (guest, signal) => {
        await guest.requireRunning().monitor.execute('system_reset', undefined, { signal });
      }),

    domainSuspend: (ref, call) =>
      withGuest(engine, ref, 'modify', 'domainSuspend', call, async (guest) => {
        const running = guest.requireRunning();
        const { state } = guest.state;
        if (state === 'pmsuspended') throw refused('domain is pmsuspended');
        if (state === 'paused') return;
        // First the state: the event that QEMU sends is then no news.
        const before = guest.state;
        guest.state = { state: 'paused', reason: 'user' };
        try {
          await running.monitor.execute('stop');
        } catch (error) {
          guest.state = before;
          throw error;
        }
        await enterState(engine, guest, running, { state: 'paused', reason: 'user' });
        lifecycle(engine, guest, 'suspended', 'paused');
      }),

    domainResume: (ref, call) =>
      withGuest(engine, ref, 'modify', 'domainResume', call, async (guest) => {
        const running = guest.requireRunning();
        const before = guest.state;
        if (before.state === 'running') throw refused('domain is already running');
        if (before.state === 'pmsuspended') throw refused('domain is pmsuspended');
        guest.state = { state: 'running', reason: 'unpaused' };
        try {
          await running.monitor.execute('cont');
        } catch (error) {
          guest.state = before;
          throw error;
        }
        await enterState(engine, guest, running, { state: 'running', reason: 'unpaused' });
        lifecycle(engine, guest, 'resumed', 'unpaused');
      }),

    domainInjectNMI: (ref, _flags, call) =>
      withGuest(engine, ref, 'modify', 'domainInjectNMI', call, async (guest, signal) => {
        await guest.requireRunning().monitor.execute('inject-nmi', undefined, { signal });
      }),

    domainPMWakeup: (ref, _flags, call) =>
      withGuest(engine, ref, 'modify', 'domainPMWakeup', call, async (guest, signal) => {
        const running = guest.requireRunning();
        if (guest.state.state !== 'pmsuspended') {
          throw refused('Unable to wake up domain that is not suspended');
        }
        await running.monitor.execute('system_wakeup', undefined, { signal });
      }),
  };
}

function refused(detail: string): VirtError {
  return new VirtError('VIR_ERR_OPERATION_INVALID', detail, { domain: 'VIR_FROM_QEMU' });
}
