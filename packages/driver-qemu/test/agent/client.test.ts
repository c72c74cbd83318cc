import { describe, expect, test } from '@jest/globals';
import { setTimeout as later } from 'node:timers/promises';
import { isVirtError } from '@virtweave/core-util';
import { AgentClient, type AgentClientOptions } from '../../src/agent/client.ts';
import { FakeAgent } from '../support/fake-agent.ts';

function pair(options: AgentClientOptions = {}): { agent: FakeAgent; client: AgentClient } {
  const agent = new FakeAgent();
  return { agent, client: new AgentClient(agent.stream, { patience: 50, ...options }) };
}

const ping = { execute: 'guest-ping' };

test('each command is behind a synchronisation', async () => {
  const { agent, client } = pair();
  agent.returns('guest-ping', {}).returns('guest-get-time', 5);
  expect(await client.execute(ping)).toEqual({ return: {} });
  expect(await client.execute({ execute: 'guest-get-time' })).toEqual({ return: 5 });
  expect([agent.syncs, agent.received]).toEqual([2, [ping, { execute: 'guest-get-time' }]]);
});

test('what came before, half lines and late answers, is no answer', async () => {
  const { agent, client } = pair();
  agent.returns('guest-ping', 1);
  agent.say('{"return": "old"}\n{"return": 7}\n{"ret');
  expect(await client.execute(ping)).toEqual({ return: 1 });
  agent.on('guest-ping', 'nothing');
  await expect(client.execute(ping, { timeout: 0.02 })).rejects.toThrow('Guest agent is not responding: Guest agent not available for now');
  agent.say('{"return": "late"}\n');
  agent.returns('guest-ping', 2);
  expect(await client.execute(ping)).toEqual({ return: 2 });
});

test('an answer may come in pieces, and several lines in one', async () => {
  const { agent, client } = pair();
  agent.on('guest-ping', () => {
    for (const byte of Buffer.from('\n\r\n{"return": "\u00e9"}\n{"return": 3}\n')) agent.say(Buffer.of(byte));
    return 'nothing';
  });
  expect(await client.execute(ping)).toEqual({ return: '\u00e9' });
  agent.returns('guest-ping', 4);
  expect(await client.execute(ping)).toEqual({ return: 4 });
});

test('an agent that knows only the older synchronisation', async () => {
  const { agent, client } = pair();
  agent.on('guest-sync-delimited', { refuses: { class: 'CommandNotFound', desc: 'no such command' } }).returns('guest-ping', {});
  expect(await client.execute(ping)).toEqual({ return: {} });
});

test.each([
  ['nothing', 'nothing'],
  ['another id', { returns: 7 }],
  ['no id', { returns: {} }],
  ['no JSON', { says: Buffer.from('\xff\xff{{{\n', 'latin1') }],
  ['a list', { says: '[1]\n' }],
] as const)('a synchronisation that is answered with %s', async (_name, answer) => {
  const { agent, client } = pair();
  agent.on('guest-sync-delimited', answer).returns('guest-ping', {});
  await expect(client.execute(ping)).rejects.toMatchObject({ code: 'VIR_ERR_AGENT_UNRESPONSIVE' });
  expect([client.isOpen, agent.received]).toEqual([true, []]);
});

test.each([
  ['hello\n', 'cannot parse json hello'],
  ['[]\n', "Parsed JSON reply '[]' isn't an object"],
  ['5\n', "Parsed JSON reply '5' isn't an object"],
  ['{"event": "E"}\n', `Unknown JSON reply '{"event": "E"}'`],
  [`${'['.repeat(200_000)}\n`, 'cannot parse json [[['],
  ['x'.repeat(100_001), 'No complete agent response found in 100000 bytes'],
] as const)('an answer that is none ends the connection: %#', async (says, words) => {
  const { agent, client } = pair({ maxReply: 1_000_000 });
  const small = says.endsWith('\n') ? { agent, client } : pair({ maxReply: 100_000 });
  small.agent.on('guest-ping', { says });
  await expect(small.client.execute(ping)).rejects.toThrow(`internal error: ${words}`);
  expect(small.client.isOpen).toBe(false);
  await expect(small.client.execute(ping)).rejects.toThrow('QEMU guest agent is not connected');
});

test('how long an answer is waited for', async () => {
  const { agent, client } = pair();
  agent.on('guest-ping', 'nothing');
  const took = async (timeout: number): Promise<number> => {
    const begin = performance.now();
    await expect(client.execute(ping, { timeout })).rejects.toMatchObject({ code: 'VIR_ERR_AGENT_UNRESPONSIVE' });
    return performance.now() - begin;
  };
  expect(await took(-1)).toBeGreaterThan(45);
  expect(await took(0.1)).toBeGreaterThan(90);
  // With no time at all nothing is even asked.
  const before = agent.received.length;
  await took(0);
  expect(agent.received).toHaveLength(before);
  const blocked = client.execute(ping, { timeout: -2 });
  expect(await Promise.race([blocked, later(150, 'still waiting')])).toBe('still waiting');
  client.close();
  await expect(blocked).rejects.toThrow('QEMU guest agent is not connected');
});

test('abort gives up the waiting, and nothing else', async () => {
  const { agent, client } = pair();
  agent.on('guest-ping', 'nothing');
  const controller = new AbortController();
  const call = client.execute(ping, { signal: controller.signal });
  await later(10);
  controller.abort(new Error('enough'));
  await expect(call).rejects.toThrow('enough');
  agent.returns('guest-ping', {});
  expect(await client.execute(ping)).toEqual({ return: {} });
});

test('what befalls the guest may be the answer', async () => {
  const { agent, client } = pair();
  agent.on('guest-shutdown', 'nothing');
  const shutdown = { execute: 'guest-shutdown' };
  const until = ['shutdown'] as const;
  const call = client.execute(shutdown, { until });
  await later(10);
  client.happened('suspend');
  client.happened('shutdown');
  expect(await call).toEqual({ return: {} });
  agent.on('guest-shutdown', { refuses: { class: 'GenericError', desc: 'no' } });
  expect(await client.execute(shutdown, { until })).toMatchObject({ error: { desc: 'no' } });
  agent.on('guest-shutdown', 'nothing');
  const last = client.execute(shutdown, { until });
  await later(10);
  agent.stream.push(null);
  expect(await last).toEqual({ return: {} });
});

describe('a guest that means no good', () => {
  test('is not heard between commands', async () => {
    const { agent, client } = pair();
    agent.returns('guest-ping', {});
    await client.execute(ping);
    expect(agent.stream.isPaused()).toBe(true);
    let taken = true;
    for (let count = 0; count < 1000 && taken; count++) taken = agent.stream.push(Buffer.alloc(65_536, 'x'));
    expect(taken).toBe(false);
  });

  test('talks without end, without a line or with too many', async () => {
    for (const noise of [Buffer.alloc(65_536, 'x'), Buffer.alloc(65_536, '\n'), Buffer.alloc(65_536, 0xff), Buffer.alloc(65_536, '{}\n')]) {
      const { agent, client } = pair();
      agent.on('guest-sync-delimited', 'nothing');
      const call = client.execute(ping);
      const before = process.memoryUsage().arrayBuffers;
      const flood = setInterval(() => agent.say(noise), 0);
      await expect(call).rejects.toMatchObject({ code: 'VIR_ERR_AGENT_UNRESPONSIVE' });
      clearInterval(flood);
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024);
    }
  });

  test('takes nothing: what it was told is not kept for ever', async () => {
    const { agent, client } = pair({ patience: 5 });
    agent.stream._write = () => {};
    await expect(client.execute(ping)).rejects.toMatchObject({ code: 'VIR_ERR_AGENT_UNRESPONSIVE' });
    expect(client.isOpen).toBe(false);
  });

  test('answers at random: every command ends, in a VirtError or an answer', async () => {
    const pieces = ['{', '}', '"return":', '"error":', '1', '"x"', '\n', '\u00ff', ',', '[', ']', ' ', '\0', '{"return":{}}', '{"error":{}}'];
    let seed = 7;
    const random = (most: number): number => (seed = (seed * 48_271) % 2_147_483_647) % most;
    const noise = (): Buffer => Buffer.from(Array.from({ length: random(12) }, () => pieces[random(pieces.length)]).join(''), 'latin1');
    let answered = 0;
    for (let round = 0; round < 300; round++) {
      const { agent, client } = pair({ patience: 3, maxReply: 64 });
      if (random(2) === 0) agent.on('guest-sync-delimited', () => ({ says: noise() }));
      agent.on('guest-ping', () => ({ says: noise() }));
      agent.say(noise());
      try {
        const reply = await client.execute(ping, { timeout: -1 });
        expect('return' in reply || 'error' in reply).toBe(true);
        answered += 1;
      } catch (error) {
        if (!isVirtError(error)) throw error;
      }
      client.close();
    }
    expect(answered).toBeGreaterThan(0);
  });
});
