/** What a domain can be doing, and why: the reasons of each state in the order of libvirt's enums, so that an index is the number. */
export const domainStates = {
  nostate: ['unknown'],
  running: [
    'unknown', 'booted', 'migrated', 'restored', 'from snapshot', 'unpaused', 'migration canceled', 'save canceled', 'wakeup',
    'crashed', 'post-copy', 'post-copy failed',
  ],
  blocked: ['unknown'],
  paused: [
    'unknown', 'user', 'migration', 'save', 'dump', 'ioerror', 'watchdog', 'from snapshot', 'shutdown', 'snapshot', 'panicked',
    'starting up', 'post-copy', 'post-copy failed', 'api error',
  ],
  shutdown: ['unknown', 'user'],
  shutoff: ['unknown', 'shutdown', 'destroyed', 'crashed', 'migrated', 'saved', 'failed', 'from snapshot', 'daemon'],
  crashed: ['unknown', 'panicked'],
  pmsuspended: ['unknown'],
} as const;

/** `virDomainState` by name. */
export type DomainState = keyof typeof domainStates;

/** Why a domain is in this state: `virDomainRunningReason` and its kin by name. */
export type DomainStateReason<S extends DomainState = DomainState> = (typeof domainStates)[S][number];

/**
 * The numbers of a state and its reason, as `virDomainGetState` gives them.
 *
 * @example
 * ```ts
 * domainStateNumbers('paused', 'ioerror'); // { state: 3, reason: 5 }
 * ```
 */
export function domainStateNumbers<S extends DomainState>(state: S, reason: DomainStateReason<S>): { state: number; reason: number } {
  const reasons: readonly string[] = domainStates[state];
  return { state: Object.keys(domainStates).indexOf(state), reason: reasons.indexOf(reason) };
}

/** Whether a state can have this reason. */
export function isReasonOf(state: DomainState, reason: string): boolean {
  return (domainStates[state] as readonly string[]).includes(reason);
}
