/** What a guest is doing, and why: libvirt's `virDomainState` with the reason enum of that state. */
export type GuestState =
  | { readonly state: 'running'; readonly reason: RunningReason }
  | { readonly state: 'paused'; readonly reason: PausedReason }
  | { readonly state: 'shutdown'; readonly reason: ShutdownReason }
  | { readonly state: 'shutoff'; readonly reason: ShutoffReason }
  | { readonly state: 'crashed'; readonly reason: CrashedReason }
  | { readonly state: 'pmsuspended'; readonly reason: 'unknown' };

export type RunningReason = (typeof reasons.running)[number];
export type PausedReason = (typeof reasons.paused)[number];
export type ShutdownReason = (typeof reasons.shutdown)[number];
export type ShutoffReason = (typeof reasons.shutoff)[number];
export type CrashedReason = (typeof reasons.crashed)[number];

/** Reasons by state, in the order of libvirt's enums: the index is the number. */
const reasons = {
  running: [
    'unknown', 'booted', 'migrated', 'restored', 'from snapshot', 'unpaused', 'migration canceled', 'save canceled',
    'wakeup', 'crashed', 'post-copy', 'post-copy failed',
  ],
  paused: [
    'unknown', 'user', 'migration', 'save', 'dump', 'ioerror', 'watchdog', 'from snapshot', 'shutting down', 'snapshot',
    'crashed', 'starting up', 'post-copy', 'post-copy failed', 'api error',
  ],
  shutdown: ['unknown', 'user'],
  shutoff: ['unknown', 'shutdown', 'destroyed', 'crashed', 'migrated', 'saved', 'failed', 'from snapshot', 'daemon'],
  crashed: ['unknown', 'panicked'],
  pmsuspended: ['unknown'],
} as const;

/** `virDomainState` by name. */
const states = { running: 1, paused: 3, shutdown: 4, shutoff: 5, crashed: 6, pmsuspended: 7 } as const;

/** The numbers that the contract speaks. */
export function stateNumbers({ state, reason }: GuestState): { state: number; reason: number } {
  return { state: states[state], reason: (reasons[state] as readonly string[]).indexOf(reason) };
}

/** The state of these names; undefined when there is none. */
export function stateOf(state: string, reason: string): GuestState | undefined {
  if (!Object.hasOwn(reasons, state)) return undefined;
  const known = reasons[state as keyof typeof reasons] as readonly string[];
  return known.includes(reason) ? ({ state, reason } as GuestState) : undefined;
}
