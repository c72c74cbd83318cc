import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connect, defineDriver, type Driver } from '@virtweave/core-api';
import driver from '../src/index.ts';

const missing = ['tgtd', 'tgtadm', 'iscsi-ls', 'iscsi-readcapacity16'].find((name) => spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0);
const because = process.getuid?.() !== 0 ? 'an iSCSI target needs root' : missing === undefined ? undefined : `${missing} is not installed`;

const secrets: Driver = defineDriver({
  contract: 1,
  name: 'secrets',
  schemes: ['secret'],
  provides: ['secret'],
  open: async () => ({
    families: {
      secret: {
        secretLookupByUsage: async (usageType, usageId) => ({ uuid: '11111111-1111-4111-8111-111111111111', usageType, usageId }),
        secretGetValue: async (ref) => Buffer.from(ref.usageId === 'right' ? 'secretsecret' : 'wrongwrongwrong'),
      },
    },
    close: async () => {},
  }),
});

/** A port that was free a moment ago. */
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

if (because === undefined) {
  describe('an iSCSI target', () => {
    const folder = mkdtempSync(join(tmpdir(), 'vw-tgt-'));
    const env = { ...process.env, TGT_IPC_SOCKET: join(folder, 's') };
    let server: ChildProcess;
    let port: number;

    const admin = (...args: readonly string[]): void => {
      const { status, stderr } = spawnSync('tgtadm', ['--lld', 'iscsi', ...args], { env, encoding: 'utf8' });
      if (status !== 0) throw new Error(`tgtadm ${args.join(' ')}: ${stderr}`);
    };

    beforeAll(async () => {
      port = await freePort();
      server = spawn('tgtd', ['-f', '--iscsi', `portal=127.0.0.1:${port}`], { env, stdio: 'ignore' });
      for (let left = 200; left > 0 && !existsSync(`${env.TGT_IPC_SOCKET}.0`) && !existsSync(env.TGT_IPC_SOCKET); left -= 1) {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
      writeFileSync(join(folder, 'disk'), '');
      truncateSync(join(folder, 'disk'), 10 * 1024 ** 2);
      admin('--op', 'new', '--mode', 'target', '--tid', '1', '-T', 'iqn.2013-06.com.example:disk');
      admin('--op', 'new', '--mode', 'logicalunit', '--tid', '1', '--lun', '1', '-b', join(folder, 'disk'));
      admin('--op', 'bind', '--mode', 'target', '--tid', '1', '-I', 'ALL');
      admin('--op', 'new', '--mode', 'account', '--user', 'm@e %40', '--password', 'secretsecret');
      admin('--op', 'bind', '--mode', 'account', '--tid', '1', '--user', 'm@e %40');
    });
    afterAll(() => {
      server.kill('SIGKILL'); // it does not listen to others
      rmSync(folder, { recursive: true });
    });

    const pool = (usage: string): string => `<pool type='iscsi-direct'>
      <name>direct</name>
      <source>
        <host name='127.0.0.1' port='${port}'/>
        <device path='iqn.2013-06.com.example:disk'/>
        <initiator><iqn name='iqn.2013-06.com.example:me'/></initiator>
        <auth type='chap' username='m@e %40'><secret usage='${usage}'/></auth>
      </source>
    </pool>`;

    test('its units are volumes, for who has the password', async () => {
      const connection = await connect(`storage:///embed?root=${folder}/root`, { drivers: [driver, secrets] });
      const direct = await connection.storagePoolCreateXML(pool('right'));
      const path = `ip-127.0.0.1:${port}-iscsi-iqn.2013-06.com.example:disk-lun-1`;
      const [volume, ...more] = await direct.listAllVolumes();
      expect([volume?.name, volume?.key, await volume?.info(), more]).toEqual([
        'unit:0:0:1',
        path,
        { type: 'network', capacity: 10 * 1024 ** 2, allocation: 10 * 1024 ** 2 },
        [],
      ]);
      await direct.destroy();
      await expect(connection.storagePoolCreateXML(pool('wrong'))).rejects.toThrow('Authentication failure');
      expect(await connection.listAllStoragePools()).toEqual([]);
      await connection.close();
    });
  });
} else test.skip(`an iSCSI target (${because})`, () => {});
