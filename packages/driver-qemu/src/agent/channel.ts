import type { Channel, Domain } from '@virtweave/core-conf';
import { VirtError } from '@virtweave/core-util';
import type { QemuEngine } from '../engine/engine.ts';
import type { Guest } from '../engine/guest.ts';
import type { RunningGuest } from '../engine/running-guest.ts';
import { notConnected } from './errors.ts';
import { GuestAgent } from './guest-agent.ts';

const AGENT = 'org.qemu.guest_agent.0';

/** `virConnectDomainEventAgentLifecycleState` */
const stateNumbers = { connected: 1, disconnected: 2 } as const;
/** `virConnectDomainEventAgentLifecycleReason` */
const reasonNumbers = { 'domain started': 1, channel: 2 } as const;

/** The channel of QEMU's guest agent. */
export function agentChannel({ devices }: Domain): Channel | undefined {
  return devices.channels.find(({ target }) => target.type === 'virtio' && target.name === AGENT);
}

/** The agent of a guest that runs; it connects when the guest opens its end. */
export function agentOf({ host, timeouts }: QemuEngine, running: () => RunningGuest): GuestAgent {
  const connect = async (): Promise<Awaited<ReturnType<typeof host.connect>>> => {
    const source = agentChannel(running().document)?.source;
    if (source?.type !== 'unix' || source.path === undefined) {
      throw new VirtError('VIR_ERR_INTERNAL_ERROR', `unable to handle monitor type: ${source?.type ?? 'none'}`, { domain: 'VIR_FROM_QEMU' });
    }
    return host.connect({ path: source.path });
  };
  return new GuestAgent(connect, { patience: timeouts.agent });
}

/**
 * A guest that runs and whose agent can be asked now.
 *
 * @throws VirtError `VIR_ERR_OPERATION_INVALID` when it does not run, `VIR_ERR_ARGUMENT_UNSUPPORTED` when it has no channel for
 * an agent, `VIR_ERR_AGENT_UNRESPONSIVE` when nobody has opened it in the guest
 */
export function requireAgent({ running, state }: Guest): RunningGuest {
  if (running === undefined || state.state !== 'running') {
    throw new VirtError('VIR_ERR_OPERATION_INVALID', 'domain is not running', { domain: 'VIR_FROM_QEMU' });
  }
  if (running.agent.connected) return running;
  if (agentChannel(running.document) !== undefined) throw notConnected();
  throw new VirtError('VIR_ERR_ARGUMENT_UNSUPPORTED', 'QEMU guest agent is not configured', { domain: 'VIR_FROM_QEMU' });
}

/** A guest that has just been started has opened none of its channels. */
export function channelsOfStart(engine: QemuEngine, guest: Guest, { document }: RunningGuest): void {
  for (const { target } of document.devices.channels) if (target.type === 'virtio') target.state = 'disconnected';
  if (agentChannel(document) !== undefined) tell(engine, guest, 'disconnected', 'domain started');
}

/** Asks QEMU which channels the guest has open. Says whether that is another picture than before. */
export async function refreshChannels(engine: QemuEngine, guest: Guest, running: RunningGuest): Promise<boolean> {
  if (!running.document.devices.channels.some(({ target }) => target.type === 'virtio')) return false;
  let changed = false;
  for (const { label, 'frontend-open': open } of await running.monitor.execute('query-chardev')) {
    if (label.startsWith('char')) changed = channelChanged(engine, guest, running, label.slice('char'.length), open) || changed;
  }
  return changed;
}

/** The guest has opened or closed its end of the channel with this alias (QEMU's `VSERPORT_CHANGE`). Says whether that is news. */
export function channelChanged(engine: QemuEngine, guest: Guest, running: RunningGuest, alias: string, open: boolean): boolean {
  const channel = running.document.devices.channels.find((one) => one.alias === alias);
  if (channel?.target.type !== 'virtio') return false;
  const state = open ? 'connected' : 'disconnected';
  const news = channel.target.state !== state;
  channel.target.state = state;
  if (channel !== agentChannel(running.document)) return news;
  if (!open) running.agent.closed();
  else if (!running.agent.connected) engine.inBackground(`guest agent of ${guest.name}`, running.agent.opened());
  if (news) tell(engine, guest, state, 'channel');
  return news;
}

function tell(engine: QemuEngine, guest: Guest, state: keyof typeof stateNumbers, reason: keyof typeof reasonNumbers): void {
  engine.events.emit({ kind: 'agent-lifecycle', domain: guest.ref, state: stateNumbers[state], reason: reasonNumbers[reason] });
}
