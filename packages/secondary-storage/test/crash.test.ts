import { describe, expect, test } from '@jest/globals';
import type { Connection } from '@virtweave/core-api';
import { atEveryCrash, FaultyHost } from '@virtweave/core-testkit';
import { Machine, open, poolXml, volumeXml } from './support/machine.ts';

interface World {
  readonly machine: Machine;
  /** The action was said to have succeeded. */
  told: boolean;
}

async function world(before: (connection: Connection) => Promise<unknown>): Promise<World> {
  const machine = new Machine({ '/pools/images': { folder: true }, '/pools/anew': { folder: true } });
  const connection = await open(machine);
  await before(connection);
  await connection.close();
  machine.nextProcess();
  return { machine, told: false };
}

/** What the next process finds, and that it is of use. */
async function found({ machine }: World): Promise<string[]> {
  machine.nextProcess();
  const connection = await open(machine);
  try {
    const pools = await connection.listAllStoragePools();
    const texts = await Promise.all(
      pools.map(async (pool) => {
        const active = await pool.isActive();
        const { target } = await pool.definition({ inactive: true });
        const words = [pool.name, target?.path, active ? 'active' : 'off', ...((await pool.isPersistent()) ? [] : ['transient']), ...((await pool.autostart()) ? ['autostart'] : [])];
        return { text: words.join(' '), active };
      }),
    );
    for (const [index, { active }] of texts.entries()) {
      if (!active) await pools[index]?.start();
      await pools[index]?.destroy();
    }
    const damaged = Object.keys(machine.contents('/root')).filter((path) => /damaged|secret-/.test(path));
    expect(damaged).toEqual([]);
    return texts.map(({ text }) => text).sort();
  } finally {
    await connection.close();
  }
}

const defined = (connection: Connection): Promise<unknown> => connection.storagePoolDefineXML(poolXml());
const pool = (connection: Connection) => connection.storagePoolLookupByName('images');

interface Case {
  readonly name: string;
  readonly before: (connection: Connection) => Promise<unknown>;
  readonly act: (connection: Connection) => Promise<unknown>;
  readonly old: string[];
  readonly anew: string[];
  /** What else may be found, when nobody was told that it succeeded. */
  readonly between?: readonly string[][];
}

const off = ['images /pools/images off'];
const on = ['images /pools/images active'];

const cases: readonly Case[] = [
  { name: 'defining', before: async () => {}, act: defined, old: [], anew: off },
  {
    name: 'defining again',
    before: defined,
    act: (connection) => connection.storagePoolDefineXML(poolXml('images', { path: '/pools/anew' })),
    old: off,
    anew: ['images /pools/anew off'],
  },
  { name: 'starting', before: defined, act: async (connection) => (await pool(connection)).start(), old: off, anew: on },
  {
    name: 'creating',
    before: async () => {},
    act: (connection) => connection.storagePoolCreateXML(poolXml()),
    old: [],
    anew: ['images /pools/images active transient'],
  },
  {
    name: 'stopping',
    before: async (connection) => {
      await defined(connection);
      await (await pool(connection)).start();
    },
    act: async (connection) => (await pool(connection)).destroy(),
    old: on,
    anew: off,
  },
  { name: 'undefining', before: defined, act: async (connection) => (await pool(connection)).undefine(), old: off, anew: [] },
  {
    name: 'undefining what starts with the host',
    before: async (connection) => {
      await defined(connection);
      await (await pool(connection)).setAutostart(true);
    },
    act: async (connection) => (await pool(connection)).undefine(),
    old: [`${off} autostart`],
    anew: [],
  },
  {
    name: 'marking for autostart',
    before: defined,
    act: async (connection) => (await pool(connection)).setAutostart(true),
    old: off,
    anew: [`${off} autostart`],
  },
];

describe('a death at any moment leaves the old or the new state of', () => {
  test.each(cases)('$name', async ({ before, act, old, anew }) => {
    const operations = await atEveryCrash<World>({
      world: () => world(before),
      host: ({ machine }) => machine,
      async act(host, one) {
        const connection = await open(host);
        await act(connection);
        one.told = true;
        await connection.close();
      },
      async check(one) {
        const state = await found(one);
        expect(one.told ? [anew] : [old, anew]).toContainEqual(state);
      },
    });
    expect(operations.length).toBeGreaterThan(0);
  });

  test('a volume: the pool is whole, and the volume is there once it was told', async () => {
    await atEveryCrash<World>({
      world: () => world(async (connection) => {
        await defined(connection);
        await (await pool(connection)).start();
      }),
      host: ({ machine }) => machine,
      async act(host, one) {
        const connection = await open(host);
        await (await pool(connection)).volCreateXML(volumeXml('web.img'));
        one.told = true;
        await connection.close();
      },
      async check(one) {
        one.machine.nextProcess();
        const connection = await open(one.machine);
        const volumes = await (await pool(connection)).listAllVolumes();
        const names = volumes.map(({ name }) => name);
        if (one.told) expect(names).toEqual(['web.img']);
        for (const volume of volumes) await volume.delete();
        await connection.close();
      },
    });
  });
});

test.each(cases)('whatever fails when $name, memory and disk say the same', async ({ before, act }) => {
  for (let nth = 1, failed = true; failed; nth += 1) {
    const { machine } = await world(before);
    let count = 0;
    failed = false;
    let faulty = false; // what opens and closes is not the subject
    const host = new FaultyHost(machine, () => {
      if (!faulty || (count += 1) !== nth) return undefined;
      failed = true;
      return 'EIO';
    });
    const connection = await open(host);
    faulty = true;
    const outcome = await act(connection).then(() => 'told', () => 'refused');
    faulty = false;
    const inMemory = await states(connection);
    await connection.close();
    machine.nextProcess();
    const next = await open(machine);
    expect({ nth, outcome, pools: await states(next) }).toEqual({ nth, outcome, pools: inMemory });
    await next.close();
  }
});

async function states(connection: Connection): Promise<readonly unknown[]> {
  const pools = await connection.listAllStoragePools();
  return Promise.all(pools.map(async (one) => [one.name, await one.isActive(), await one.isPersistent(), await one.autostart(), (await one.definition({ inactive: true })).target?.path]));
}
