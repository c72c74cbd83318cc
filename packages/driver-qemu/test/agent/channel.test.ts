import { expect, test } from '@jest/globals';
import { setTimeout as later } from 'node:timers/promises';
import { CrashHost } from '@virtweave/core-testkit';
import { isVirtError } from '@virtweave/core-util';
import { FakeAgent } from '../support/fake-agent.ts';
import { guestXml, open } from '../support/open.ts';
import { Machine } from '../support/machine.ts';
import { CHANNEL, SOCKET, guestWithAgent, eventsOf, opened, serve, until } from './support.ts';

async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (isVirtError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'done';
}

const notConnected = 'VIR_ERR_AGENT_UNRESPONSIVE: Guest agent is not responding: QEMU guest agent is not connected';
const notRunning = 'VIR_ERR_OPERATION_INVALID: Requested operation is not valid: domain is not running';

/** Events are `agent STATE REASON`: connected is 1, disconnected 2; a start is 1, the channel 2. */
test('the channel follows the guest, and those who listen are told', async () => {
  const { agent, domain, port, events } = await guestWithAgent({ connected: false });
  expect(await domain.xml()).toContain(`state='disconnected'`);
  expect(await domain.xml({ inactive: true })).not.toContain('state=');
  expect(await refusal(domain.time())).toBe(notConnected);
  await port(true);
  agent.returns('guest-get-time', 0);
  expect(await refusal(domain.time())).toBe('done');
  await port(false);
  expect(await refusal(domain.time())).toBe(notConnected);
  await domain.destroy();
  expect(await refusal(domain.time())).toBe(notRunning);
  await until(() => events.includes('stopped destroyed'));
  expect(events).toEqual([
    'defined added', 'agent 2 1', 'resumed unpaused', 'started booted',
    'agent 1 2', 'agent 2 2', 'stopped destroyed',
  ]);
});

test('what is told twice is told once, and what is not known not at all', async () => {
  const { machine, domain, port, events } = await guestWithAgent();
  await port(true);
  for (const data of [{ id: 'channel7', open: true }, { id: 5 }, {}]) machine.qemu('web').event('VSERPORT_CHANGE', data as never);
  await port(false);
  await port(false);
  expect(events.filter((event) => event.startsWith('agent'))).toHaveLength(3);
  expect(await domain.isActive()).toBe(true);
});

test('guests without a channel have no agent', async () => {
  const machine = new Machine();
  const connection = await opened(machine);
  const events = eventsOf(connection);
  const domain = await connection.defineXML(guestXml());
  await domain.start();
  expect(await refusal(domain.time())).toBe('VIR_ERR_ARGUMENT_UNSUPPORTED: argument unsupported: QEMU guest agent is not configured');
  expect(events.filter((event) => event.startsWith('agent'))).toEqual([]);
  await domain.suspend();
  expect(await refusal(domain.time())).toBe(notRunning);
  expect(await refusal(domain.shutdown())).toBe(notRunning);
});

test('a socket at which nobody answers', async () => {
  const { machine, domain, port } = await guestWithAgent({ connected: false });
  machine.serve(SOCKET, (stream) => stream.destroy());
  await port(true);
  expect(await refusal(domain.time())).toMatch('VIR_ERR_AGENT_UNRESPONSIVE: Guest agent is not responding: ');
  const agent = new FakeAgent().returns('guest-get-time', 0);
  serve(machine, agent);
  expect(await refusal(domain.time())).toBe('done');
});

test('after nonsense the next call begins anew', async () => {
  const { machine, agent, domain } = await guestWithAgent();
  agent.on('guest-get-time', { says: 'nonsense\n' });
  expect(await refusal(domain.time())).toMatch('cannot parse json nonsense');
  serve(machine, new FakeAgent().returns('guest-get-time', 0));
  expect(await refusal(domain.time())).toBe('done');
});

test('an agent that hangs holds up nothing but itself', async () => {
  const { agent, domain, port } = await guestWithAgent();
  agent.on('guest-fsfreeze-freeze', 'nothing').returns('guest-get-time', 0);
  const frozen = refusal(domain.fsFreeze());
  await until(() => agent.received.length === 1);
  const time = refusal(domain.time());
  await domain.suspend();
  await domain.resume();
  expect((await domain.info()).state).toBe('running');
  expect(await Promise.race([time, later(20, 'waits')])).toBe('waits');
  await port(false);
  expect(await Promise.all([frozen, time])).toEqual([notConnected, notConnected]);
});

test('the end of the guest is the end of what was asked', async () => {
  const { agent, domain } = await guestWithAgent();
  agent.on('guest-get-time', 'nothing');
  const time = refusal(domain.time());
  await until(() => agent.received.length === 1);
  await domain.destroy();
  expect(await time).toBe(notConnected);
});

test('how long answers are waited for is kept with the guest', async () => {
  const { machine, agent, domain, port } = await guestWithAgent();
  agent.on('guest-get-time', 'nothing');
  const inTime = 'VIR_ERR_AGENT_UNRESPONSIVE: Guest agent is not responding: Guest agent not available for now';
  await domain.setAgentResponseTimeout('default');
  expect(await refusal(domain.time())).toBe(inTime);
  await domain.setAgentResponseTimeout('nowait');
  expect(await refusal(domain.time())).toBe(inTime);
  expect(await refusal(domain.setAgentResponseTimeout(-3))).toBe("VIR_ERR_INVALID_ARG: invalid argument: guest agent timeout '-3' is less than the minimum '-2'");
  expect(machine.contents()['/root/run/qemu/web.xml']).toContain('<agentTimeout>0</agentTimeout>');
  await domain.setAgentResponseTimeout('block');
  expect(await Promise.race([refusal(domain.time()), later(80, 'waits')])).toBe('waits');
  await port(false);
});

test('who finds the guest again finds its agent', async () => {
  const machine = new Machine();
  const frontend = (open: boolean) => ({ 'query-chardev': () => [{ label: 'charchannel0', filename: 'unix', 'frontend-open': open }] });
  machine.habits = { answers: frontend(true) };
  const host = new CrashHost(machine);
  const first = await open(host);
  const begun = await first.defineXML(guestXml('web', { devices: CHANNEL }));
  await begun.start();
  await begun.setAgentResponseTimeout(3);
  host.die();
  machine.nextProcess();
  serve(machine, new FakeAgent().returns('guest-get-time', 5_000_000_000));
  const connection = await opened(machine);
  const domain = await connection.lookupByName('web');
  expect(await domain.xml()).toContain(`state='connected'`);
  expect(await domain.time()).toEqual({ seconds: 5n, nseconds: 0 });
  expect(machine.contents()['/root/run/qemu/web.xml']).toMatch(/state='connected'[^]*<agentTimeout>|<agentTimeout>3<[^]*state='connected'/);
});
