import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { connect } from '@virtweave/core-api';
import { Daemon } from '@virtweave/daemon';
import remote from '@virtweave/driver-remote';
import driverTest from '@virtweave/driver-test';

// Users with passwords: added by the daemon's program, let in by the daemon, with our own client.
const program = fileURLToPath(new URL('../../packages/daemon/dist/main.cjs', import.meta.url));
let folder: string;
let daemon: Daemon;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'virtweaved-'));
  const sasl = { users: join(folder, 'users.json') };
  await writeFile(join(folder, 'config.json'), JSON.stringify({ sasl }));
  await addUser('alice', 'wonderland');
  daemon = await Daemon.start(
    {
      unix: { path: join(folder, 'sock'), auth: 'sasl' },
      sasl,
      rules: [{ who: { user: 'alice' }, what: ['connect:*', 'domain:getattr', 'domain:read'] }],
    },
    { drivers: [driverTest] },
  );
});

afterEach(async () => {
  await daemon.close();
  await rm(folder, { recursive: true });
});

async function addUser(name: string, password: string): Promise<void> {
  const child = spawn(process.execPath, [program, '--config', join(folder, 'config.json'), '--add-user', name], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  child.stdin.end(`${password}\n`);
  expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0);
}

const as = (user: string, password: string): ReturnType<typeof connect> =>
  connect(`test+unix:///default?socket=${join(folder, 'sock')}`, {
    drivers: [remote],
    auth: async (questions) => questions.map(({ type }) => (type === 'authname' ? user : password)),
  });

test('the right password lets in, and the rules know who came', async () => {
  const connection = await as('alice', 'wonderland');
  const domain = await connection.lookupByName('test');
  expect((await domain.info()).maxMemory).toBeGreaterThan(0);
  await expect(domain.destroy()).rejects.toMatchObject({ code: 'VIR_ERR_ACCESS_DENIED' });
  await connection.close();
});

test('a wrong one, or a stranger, stays out', async () => {
  await expect(as('alice', 'looking-glass')).rejects.toMatchObject({ code: 'VIR_ERR_AUTH_FAILED' });
  await expect(as('bob', 'wonderland')).rejects.toMatchObject({ code: 'VIR_ERR_AUTH_FAILED' });
});

test('who was added may come at once', async () => {
  await addUser('bob', 'builder');
  const connection = await as('bob', 'builder');
  await expect(connection.listAllDomains()).rejects.toMatchObject({ code: 'VIR_ERR_ACCESS_DENIED' });
  await connection.close();
});
