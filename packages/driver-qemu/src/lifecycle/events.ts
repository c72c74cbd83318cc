import type { QemuEngine } from '../engine/engine.ts';
import type { Guest } from '../engine/guest.ts';

/** `virDomainEventType` and the details of each, by name; the index is the number. */
const details = {
  defined: ['added', 'updated', 'renamed', 'from snapshot'],
  undefined: ['removed', 'renamed'],
  started: ['booted', 'migrated', 'restored', 'from snapshot', 'wakeup'],
  suspended: ['paused', 'migrated', 'ioerror', 'watchdog', 'restored', 'from snapshot', 'api error'],
  resumed: ['unpaused', 'migrated', 'from snapshot'],
  stopped: ['shutdown', 'destroyed', 'crashed', 'migrated', 'saved', 'failed', 'from snapshot'],
  shutdown: ['finished', 'guest', 'host'],
  pmsuspended: ['memory', 'disk'],
  crashed: ['panicked', 'crashloaded'],
} as const;

const types = Object.keys(details);

/** Tells all who listen what happened to a guest, in libvirt's words (`virsh event`). */
export function lifecycle<T extends keyof typeof details>(
  engine: QemuEngine,
  guest: Guest,
  type: T,
  detail: (typeof details)[T][number],
): void {
  const event = types.indexOf(type);
  engine.events.emit({
    kind: 'lifecycle',
    domain: guest.ref,
    event,
    detail: (details[type] as readonly string[]).indexOf(detail),
  });
}
