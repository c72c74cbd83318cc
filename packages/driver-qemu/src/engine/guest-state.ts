import { domainStateNumbers, domainStates, type DomainStateReason } from '@virtweave/core-conf';

/** What a guest is doing, and why: libvirt's `virDomainState` with the reason enum of that state. */
export type GuestState = { readonly [S in State]: { readonly state: S; readonly reason: DomainStateReason<S> } }[State];

/** The states that QEMU can be in. */
type State = 'running' | 'paused' | 'shutdown' | 'shutoff' | 'crashed' | 'pmsuspended';

export type RunningReason = DomainStateReason<'running'>;
export type PausedReason = DomainStateReason<'paused'>;
export type ShutdownReason = DomainStateReason<'shutdown'>;
export type ShutoffReason = DomainStateReason<'shutoff'>;
export type CrashedReason = DomainStateReason<'crashed'>;

const states: ReadonlySet<string> = new Set<State>(['running', 'paused', 'shutdown', 'shutoff', 'crashed', 'pmsuspended']);

/** The numbers that the contract speaks. */
export function stateNumbers({ state, reason }: GuestState): { state: number; reason: number } {
  return domainStateNumbers(state, reason);
}

/** The state of these names; undefined when there is none. */
export function stateOf(state: string, reason: string): GuestState | undefined {
  if (!states.has(state)) return undefined;
  const known: readonly string[] = domainStates[state as State];
  return known.includes(reason) ? ({ state, reason } as GuestState) : undefined;
}
