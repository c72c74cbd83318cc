import { describe, expect, test } from '@jest/globals';
import type { Connection } from '@virtweave/core-api';
import { atEveryCrash, CrashHost, FaultyHost, type CrashPlan, type FixtureEntry } from '@virtweave/core-testkit';
import { EMULATOR, Machine } from './support/machine.ts';
import { guestXml, open } from './support/open.ts';

/** A machine, and what its users were told. */
interface World {
  readonly machine: Machine;
  /** The action was said to have succeeded. */
  told: boolean;
}

/** The files of a root after this was done in it. */
async function rootAfter(action: (connection: Connection) => Promise<unknown>): Promise<Record<string, FixtureEntry>> {
  const machine = new Machine();
  const connection = await open(machine);
  // The emulator is asked once and for all.
  await (await connection.defineXML(guestXml('warm'))).undefine();
  await action(connection);
  await connection.close();
  const files: Record<string, FixtureEntry> = {};
  for (const [path, content] of Object.entries(machine.contents('/root'))) {
    if (content === 'folder') files[path] = { folder: true, mode: 0o700 };
    else files[path] = content.startsWith('-> ') ? { link: content.slice('-> '.length) } : content;
  }
  return files;
}

const old = { web: guestXml('web', { memory: 64 }) };
const anew = { web: guestXml('web', { memory: 128 }) };
const roots = {
  empty: await rootAfter(async () => {}),
  defined: await rootAfter(async (connection) => connection.defineXML(old.web)),
  autostarted: await rootAfter(async (connection) => (await connection.defineXML(old.web)).setAutostart(true)),
};

async function world(root: keyof typeof roots, before: (connection: Connection, machine: Machine) => Promise<unknown> = async () => {}): Promise<World> {
  const machine = new Machine(roots[root]);
  const connection = await open(machine);
  await before(connection, machine);
  await connection.close();
  machine.nextProcess();
  return { machine, told: false };
}

/** What the next process finds: guests with their memory in MiB, whether they run, and what stands in the folders. */
async function found({ machine }: World): Promise<string[]> {
  machine.nextProcess();
  // Guests that start with the host have a test of their own.
  if ((await machine.stat('/root/run/qemu/autostarted')) !== undefined) machine.put('/root/run/qemu/autostarted', machine.bootId);
  const connection = await open(machine);
  try {
    const domains = await connection.listAllDomains();
    const guests = await Promise.all(
      domains.map(async (domain) => {
        const { state, reason } = await domain.state();
        const xml = await domain.xml({ inactive: true });
        const memory = Number(/<memory unit='KiB'>(\d+)</.exec(xml)?.[1]) / 1024;
        const kind = (await domain.isPersistent()) ? '' : ' transient';
        const autostart = (await domain.autostart()) ? ' autostart' : '';
        return { domain, text: `${domain.name} ${memory}${kind}${autostart} ${state} (${reason})` };
      }),
    );
    await everythingIsKnown(machine, connection);
    // And it is all of use.
    for (const { domain } of guests) {
      if (await domain.isActive()) {
        await domain.suspend();
        await domain.resume();
        await domain.destroy();
      } else {
        await domain.start();
        await domain.destroy();
      }
    }
    await everythingIsKnown(machine, connection);
    return guests.map(({ text }) => text).sort();
  } finally {
    await connection.close();
  }
}

/** Every process is a guest that is known, and every file belongs to one. */
async function everythingIsKnown(machine: Machine, connection: Connection): Promise<void> {
  const files: string[] = [];
  const running: string[] = [];
  const folders: string[] = [];
  for (const domain of await connection.listAllDomains()) {
    if (await domain.isPersistent()) files.push(`/etc/qemu/${domain.name}.xml`);
    if (await domain.autostart()) files.push(`/etc/qemu/autostart/${domain.name}.xml`);
    if (!(await domain.isActive())) continue;
    running.push(domain.name);
    folders.push(`${domain.id}-${domain.name}`);
    const folder = `/lib/qemu/domain-${domain.id}-${domain.name}`;
    files.push(`/run/qemu/${domain.name}.xml`, `${folder}/master-key.aes`, `${folder}/monitor.sock`);
  }
  expect(machine.running.map(({ guest }) => guest).sort()).toEqual(running.sort());
  expect(machine.qemus.filter(({ alive, probe }) => alive && probe)).toEqual([]);
  expect(machine.traces()).toEqual(files.sort());
  expect(await machine.list('/root/lib/qemu')).toEqual([...folders.map((name) => `domain-${name}`).sort(), 'lock']);
  expect((await machine.list('/root/run/qemu/channel')) ?? []).toEqual(folders.sort());
}

/** A guest was being renamed, then started, and an emulator was being asked, when their processes died. */
async function afterDeaths(): Promise<World> {
  const { machine } = await world('autostarted');
  machine.put('/root/etc/qemu/aaa.xml', machine.contents()['/root/etc/qemu/web.xml']?.replace('<name>web', '<name>aaa') ?? '');
  machine.tree.find('/root/etc/qemu/aaa.xml').node!.changed -= 60_000;
  const options = { log: '/root/run/qemu/log', cwd: '/root/run/qemu/probe', listen: [{ path: '/root/run/qemu/probe/capabilities-1-1.sock' }] };
  await machine.spawn(EMULATOR, ['-machine', 'none,accel=tcg', '-mon', 'chardev=monitor,mode=control'], options);
  await machine.remove('/root/run/qemu/log');
  const host = new CrashHost(machine);
  const dying = new FaultyHost(host, () => {
    if (machine.running.length > 0) host.die();
    return undefined;
  });
  await actOrDie(host, async () => running(await open(dying)));
  expect([host.dead, machine.running.length]).toEqual([true, 1]);
  machine.nextProcess();
  return { machine, told: false };
}

interface Case {
  readonly name: string;
  readonly before: () => Promise<World>;
  readonly action: (connection: Connection, alive: () => boolean) => Promise<unknown>;
  /** What may be found when nobody was told that it succeeded; after a power cut as well. */
  readonly possible: readonly (readonly string[])[];
  /** What must be found once somebody was; `off` after a power cut. */
  readonly then: { readonly on: readonly string[]; readonly off?: readonly string[] };
}

const running = async (connection: Connection): Promise<void> => (await connection.lookupByName('web')).start();
const web = (connection: Connection): ReturnType<Connection['lookupByName']> => connection.lookupByName('web');

const off = ['web 64 shutoff (unknown)'];
const crashed = ['web 64 shutoff (crashed)'];
const cases: readonly Case[] = [
  {
    name: 'define',
    before: () => world('empty'),
    action: (connection) => connection.defineXML(old.web),
    possible: [[], off],
    then: { on: off },
  },
  {
    name: 'define, with an emulator that was never asked',
    before: async () => ({ machine: new Machine(), told: false }),
    action: (connection) => connection.defineXML(old.web),
    possible: [[], off],
    then: { on: off },
  },
  {
    name: 'redefine',
    before: () => world('defined'),
    action: (connection) => connection.defineXML(anew.web),
    possible: [off, ['web 128 shutoff (unknown)']],
    then: { on: ['web 128 shutoff (unknown)'] },
  },
  {
    name: 'start',
    before: () => world('defined'),
    action: running,
    possible: [off, ['web 64 shutoff (failed)'], crashed, ['web 64 running (booted)']],
    then: { on: ['web 64 running (booted)'], off: crashed },
  },
  {
    name: 'create a transient guest',
    before: () => world('empty'),
    action: (connection) => connection.createXML(old.web),
    possible: [[], ['web 64 transient running (booted)']],
    then: { on: ['web 64 transient running (booted)'], off: [] },
  },
  {
    name: 'redefine a running guest',
    before: () => world('defined', running),
    action: (connection) => connection.defineXML(anew.web),
    possible: [['web 64 running (booted)'], ['web 128 running (booted)'], crashed, ['web 128 shutoff (crashed)']],
    then: { on: ['web 128 running (booted)'], off: ['web 128 shutoff (crashed)'] },
  },
  {
    name: 'suspend',
    before: () => world('defined', running),
    action: async (connection) => (await web(connection)).suspend(),
    possible: [['web 64 running (booted)'], ['web 64 paused (user)'], ['web 64 paused (unknown)'], crashed],
    then: { on: ['web 64 paused (user)'], off: crashed },
  },
  {
    name: 'destroy',
    before: () => world('defined', running),
    action: async (connection) => (await web(connection)).destroy(),
    possible: [['web 64 running (booted)'], crashed, off],
    then: { on: off },
  },
  {
    name: 'shutdown',
    before: () => world('defined', running),
    action: async (connection, alive) => {
      const domain = await web(connection);
      await domain.shutdown();
      while (alive() && (await domain.isActive())) await new Promise((resolve) => setImmediate(resolve));
    },
    possible: [['web 64 running (booted)'], ['web 64 shutoff (shutdown)'], crashed, off],
    then: { on: off },
  },
  {
    name: 'find everything again after deaths in a start, a rename and a probe',
    before: afterDeaths,
    action: async () => {},
    possible: [['web 64 autostart shutoff (failed)'], ['web 64 autostart shutoff (unknown)']],
    then: { on: ['web 64 autostart shutoff (unknown)'] },
  },
  {
    name: 'undefine',
    before: () => world('autostarted'),
    action: async (connection) => (await web(connection)).undefine(),
    possible: [['web 64 autostart shutoff (unknown)'], []],
    then: { on: [] },
  },
  {
    name: 'undefine a running guest',
    before: () => world('defined', running),
    action: async (connection) => (await web(connection)).undefine(),
    possible: [['web 64 running (booted)'], ['web 64 transient running (booted)'], crashed, []],
    then: { on: ['web 64 transient running (booted)'], off: [] },
  },
  {
    name: 'rename',
    before: () => world('autostarted'),
    action: async (connection) => (await web(connection)).rename('shop'),
    possible: [['web 64 autostart shutoff (unknown)'], ['shop 64 autostart shutoff (unknown)']],
    then: { on: ['shop 64 autostart shutoff (unknown)'] },
  },
  {
    name: 'set autostart',
    before: () => world('defined'),
    action: async (connection) => (await web(connection)).setAutostart(true),
    possible: [off, ['web 64 autostart shutoff (unknown)']],
    then: { on: ['web 64 autostart shutoff (unknown)'] },
  },
  {
    name: 'clear autostart',
    before: () => world('autostarted'),
    action: async (connection) => (await web(connection)).setAutostart(false),
    possible: [off, ['web 64 autostart shutoff (unknown)']],
    then: { on: off },
  },
];

async function judge(world: World, { kind }: CrashPlan, { possible, then }: Case): Promise<void> {
  const guests = await found(world);
  if (world.told) expect(guests).toEqual(kind === 'power' ? (then.off ?? then.on) : then.on);
  else expect(possible).toContainEqual(guests);
}

/** The action, or the death in the middle of it: then nobody is left to say how it went. */
async function actOrDie(host: CrashHost, act: () => Promise<unknown>): Promise<void> {
  let over = false;
  const death = (async () => {
    while (!over && !host.dead) await new Promise((resolve) => setImmediate(resolve));
  })();
  try {
    await Promise.race([act(), death]);
  } catch (error) {
    if (!host.dead) throw error;
  } finally {
    over = true;
  }
}

let deaths = 0;

describe('death before, during and after every operation, of the process and by power cut', () => {
  test.each(cases)('$name', async (one) => {
    const operations = await atEveryCrash<World>({
      world: one.before,
      host: ({ machine }) => machine,
      kinds: ['process', 'power'],
      act: (host, world) =>
        actOrDie(host, async () => {
          const connection = await open(host);
          await one.action(connection, () => !host.dead);
          if (!host.dead) world.told = true;
          await connection.close();
        }),
      check: (world, plan) => judge(world, plan, one),
    });
    deaths += operations.length * 6;
    expect(operations.length).toBeGreaterThan(1);
  }, 60_000);

  test('all of them', () => {
    expect(deaths).toBeGreaterThan(700);
  });
});
