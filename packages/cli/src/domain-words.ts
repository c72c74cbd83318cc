/** `virDomainState` as virsh names it. */
const states = ['no state', 'running', 'idle', 'paused', 'in shutdown', 'shut off', 'crashed', 'pmsuspended'] as const;

export const stateName = (state: number): string => states[state] ?? 'no state';

/** The reasons of each state, as virsh names them. */
const reasons: readonly (readonly string[])[] = [
  ['unknown'],
  [
    'unknown',
    'booted',
    'migrated',
    'restored',
    'from snapshot',
    'unpaused',
    'migration canceled',
    'save canceled',
    'event wakeup',
    'crashed',
    'post-copy',
    'post-copy failed',
  ],
  ['unknown'],
  [
    'unknown',
    'user',
    'migrating',
    'saving',
    'dumping',
    'I/O error',
    'watchdog',
    'from snapshot',
    'shutting down',
    'creating snapshot',
    'crashed',
    'starting up',
    'post-copy',
    'post-copy failed',
    'api error',
  ],
  ['unknown', 'user'],
  ['unknown', 'shutdown', 'destroyed', 'crashed', 'migrated', 'saved', 'failed', 'from snapshot', 'daemon'],
  ['unknown', 'panicked'],
  ['unknown'],
];

export const reasonName = (state: number, reason: number): string => reasons[state]?.[reason] ?? 'unknown';

/** `virDomainControlState` */
const controlStates = ['ok', 'background job', 'occupied', 'error'] as const;
const controlErrors = ['', 'unknown', 'monitor failure', 'internal (locking) error'] as const;

/** How a domain's control interface is: `ok`, `occupied (3.5s)`. */
export function controlName({ state, details, stateTime }: { state: number; details: number; stateTime: bigint }): string {
  const name = controlStates[state] ?? '?';
  if (state === 0) return name;
  const reason = state === 3 && details > 0 ? `: ${controlErrors[details] ?? '?'}` : '';
  return stateTime > 0n || state !== 3 ? `${name}${reason} (${(Number(stateTime) / 1000).toFixed(3)}s)` : `${name}${reason}`;
}
