import { afterEach } from '@jest/globals';
import type { Connection, ConnectOptions, Domain } from '@virtweave/core-api';
import { FakeAgent } from '../support/fake-agent.ts';
import { Machine } from '../support/machine.ts';
import { guestXml, open } from '../support/open.ts';
import type { QemuHabits } from '../support/pretended-qemu.ts';

/** Where QEMU listens for who speaks to the agent of the first guest. */
export const SOCKET = '/root/run/qemu/channel/1-web/org.qemu.guest_agent.0';

export const CHANNEL = `<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>`;

const connections: Connection[] = [];
afterEach(async () => {
  for (const connection of connections.splice(0)) await connection.close();
});

/** Opens the pretended machine, until the test is over. */
export async function opened(...args: Parameters<typeof open>): Promise<Connection> {
  const connection = await open(...args);
  connections.push(connection);
  return connection;
}

export interface Place {
  readonly machine: Machine;
  readonly agent: FakeAgent;
  readonly connection: Connection;
  readonly domain: Domain;
  /** The guest opens or closes its end. */
  port(open: boolean): Promise<void>;
  /** Events so far: lifecycle by name, those of the agent with their numbers. */
  readonly events: string[];
}

/** A guest that runs, with an agent that has opened its channel. */
export async function guestWithAgent(
  options: { devices?: string; xml?: (text: string) => string; habits?: QemuHabits; connect?: ConnectOptions; connected?: boolean } = {},
): Promise<Place> {
  const machine = new Machine();
  machine.habits = options.habits ?? {};
  const agent = new FakeAgent();
  serve(machine, agent);
  const connection = await opened(machine, { config: { timeouts: { agent: 40 } }, ...options.connect });
  const events = eventsOf(connection);
  const xml = guestXml('web', { devices: `${CHANNEL}${options.devices ?? ''}` });
  const domain = await connection.defineXML((options.xml ?? ((text) => text))(xml));
  await domain.start();
  const port = (isOpen: boolean): Promise<void> => tellPort(machine, domain, isOpen);
  if (options.connected !== false) await port(true);
  return { machine, agent, connection, domain, port, events };
}

/** Who connects to the channel speaks to this agent. */
export function serve(machine: Machine, agent: FakeAgent, socket: string = SOCKET): void {
  machine.serve(socket, (stream) => {
    stream.on('data', (chunk: Buffer) => agent.take(chunk));
    agent.stream.on('data', (chunk: Buffer) => stream.write(chunk));
  });
}

export async function tellPort(machine: Machine, domain: Domain, isOpen: boolean): Promise<void> {
  machine.qemu('web').event('VSERPORT_CHANGE', { id: 'channel0', open: isOpen });
  const state = isOpen ? 'connected' : 'disconnected';
  await until(async () => (await domain.xml()).includes(`name='org.qemu.guest_agent.0' state='${state}'`));
}

export function eventsOf(connection: Connection): string[] {
  const seen: string[] = [];
  void (async () => {
    for await (const event of connection.events()) {
      if (event.kind === 'lifecycle') seen.push(`${event.event} ${event.detail}`);
      else if (event.kind === 'agent-lifecycle') seen.push(`agent ${event.state} ${event.reason}`);
      else seen.push(event.kind);
    }
  })();
  return seen;
}

export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 3000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`not in time: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
