import { expect, test } from '@jest/globals';
import { isTemporaryName } from '@virtweave/core-util';
import { atEveryCrash, CrashError, CrashHost, FixtureHost } from '../src/index.ts';

const machine = (): FixtureHost => new FixtureHost({ files: { '/s/one': '1', '/s/two': '2' } });

test('without a plan it counts the operations that change something', async () => {
  const host = new CrashHost(machine());
  await host.writeFile('/s/one', 'x');
  await host.readFile('/s/one');
  await host.remove('/s/two');
  expect(host.operations).toEqual([
    { name: 'writeFile', target: '/s/one', changes: true },
    { name: 'remove', target: '/s/two', changes: true },
  ]);
  const all = new CrashHost(machine(), { count: 'all' });
  await all.readFile('/s/one');
  expect(all.operations).toHaveLength(1);
});

test.each([
  ['before', '2', false],
  ['after', undefined, true],
] as const)('dying %s the second operation', async (when, two, done) => {
  const inner = machine();
  const host = new CrashHost(inner, { plan: { at: 2, when } });
  await host.writeFile('/s/one', 'new');
  await expect(host.remove('/s/two')).rejects.toBeInstanceOf(CrashError);
  expect(host.dead).toBe(true);
  await expect(host.readFile('/s/one')).rejects.toBeInstanceOf(CrashError);
  await expect(host.writeFile('/s/three', '')).rejects.toBeInstanceOf(CrashError);
  expect(inner.contents('/s')['/s/two']).toBe(two);
  expect((await inner.stat('/s/two')) === undefined).toBe(done);
  expect(await inner.stat('/s/three')).toBeUndefined();
});

test('dying during a write leaves the old content and an unfinished file', async () => {
  const inner = machine();
  const host = new CrashHost(inner, { plan: { at: 1, when: 'during' } });
  await expect(host.writeFile('/s/one', 'new')).rejects.toBeInstanceOf(CrashError);
  expect((await inner.readFile('/s/one')).toString()).toBe('1');
  expect((await inner.list('/s'))?.filter(isTemporaryName)).toHaveLength(1);
});

test('the dead hear of nothing: streams are closed, exits are not reported', async () => {
  const inner = new FixtureHost({ files: { '/run': { folder: true } }, commands: [{ program: 'guest', serve: () => undefined }] });
  const host = new CrashHost(inner);
  const child = await host.spawn('guest', [], { log: '/run/log', listen: [{ path: '/run/socket' }] });
  const stream = await host.connect({ path: '/run/socket' });
  let exited = false;
  void child.exited?.then(() => (exited = true));
  host.die();
  expect(stream.destroyed).toBe(true);
  // The guest outlives us.
  expect(await inner.process(child.pid)).toBeDefined();
  inner.endProcess(child.pid, 0);
  await new Promise((resolve) => setImmediate(resolve));
  expect(exited).toBe(false);
});

test('a power cut forgets what was not synced', async () => {
  const inner = machine();
  const host = new CrashHost(inner, { plan: { at: 3, when: 'before', kind: 'power' } });
  await host.writeFile('/s/one', 'durable');
  await host.writeFile('/s/two', 'lost', { durable: false });
  await expect(host.remove('/s/one')).rejects.toBeInstanceOf(CrashError);
  expect(inner.contents('/s')).toMatchObject({ '/s/one': 'durable', '/s/two': '2' });
  expect(() => new CrashHost(new CrashHost(inner), { plan: { at: 1, when: 'after', kind: 'power' } })).toThrow('cannot lose its power');
});

test('every death of a sound action passes', async () => {
  const deaths: string[] = [];
  const operations = await atEveryCrash({
    world: machine,
    host: (world) => world,
    act: async (host) => {
      await host.writeFile('/s/one', 'new');
      await host.symlink('one', '/s/link');
    },
    check: async (world, { at, when, kind }) => {
      deaths.push(`${at} ${when} ${kind}`);
      const done = at > 1 || when === 'after';
      expect((await world.readFile('/s/one')).toString()).toBe(done ? 'new' : '1');
      expect(await world.readLink('/s/link')).toBe(at === 2 && when === 'after' ? 'one' : undefined);
    },
    kinds: ['process', 'power'],
  });
  expect(operations.map(({ name }) => name)).toEqual(['writeFile', 'symlink']);
  expect(deaths).toHaveLength(12);
});

test('an unsound action is found, and the report says at which death', async () => {
  const run = (durable: boolean, kind: 'process' | 'power'): Promise<unknown> =>
    atEveryCrash({
      world: machine,
      host: (world) => world,
      act: async (host) => {
        // Moves the content by writing it anew and removing the old: must be durable before the removal.
        await host.writeFile('/s/moved', '1', { durable });
        await host.remove('/s/one');
      },
      check: async (world) => {
        const { '/s/one': old, '/s/moved': moved } = world.contents('/s');
        expect([old, moved]).toContain('1');
      },
      kinds: [kind],
    });
  await run(true, 'power');
  await run(false, 'process');
  await expect(run(false, 'power')).rejects.toThrow('death (power) after operation 2 (remove /s/one)');
});
