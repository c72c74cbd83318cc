import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { configureLogging, type Host } from '@virtweave/core-util';
import { afterAll, describe, expect, test } from '@jest/globals';
import { connect, defineDriver, isElevated, registry, type Driver, type DriverContext } from '../src/index.ts';
import { inScopeOf, schemeOf } from '../src/registry/scheme.ts';
import { fixture } from './fixtures/driver.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtweave-registry-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a package into FOLDER/APP/node_modules and answers the URL of a file in APP. */
function plant(app: string, name: string, source: string): string {
  const home = join(folder, app, 'node_modules', ...name.split('/'));
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), JSON.stringify({ name, type: 'module', exports: './index.js' }));
  writeFileSync(join(home, 'index.js'), source);
  return pathToFileURL(join(folder, app, 'main.js')).href;
}

const source = (scheme: string, contract = 1): string => `export default {
  kind: 'driver', contract: ${contract}, name: '${scheme}', schemes: ['${scheme}'], provides: ['hypervisor'],
  open: async () => ({ families: { hypervisor: { connectGetType: async () => 'planted' } }, close: async () => {} }),
};`;

describe('URIs', () => {
  test('the scheme must be a word before it becomes part of a package name', async () => {
    expect(schemeOf('qemu+ssh://host/system')).toEqual({ scheme: 'qemu', transport: 'ssh', server: true });
    expect(schemeOf('test:///default')).toEqual({ scheme: 'test', transport: undefined, server: false });
    for (const bad of ['test', '../x:///', 'a/b:///', 'A:///', '1a:///', 'a b:///', 'a+b+c:///', 'a.b:///', '@x/y:///'])
      await expect(connect(bad)).rejects.toMatchObject({ code: 'VIR_ERR_NO_CONNECT' });
    await expect(connect(5 as never)).rejects.toMatchObject({ code: 'VIR_ERR_INVALID_ARG' });
  });

  test('peers have the scope of who asks', () => {
    expect(inScopeOf('qemu:///embed?root=/x&other=1', 'network')).toBe('network:///embed?root=/x');
    expect(inScopeOf('qemu:///session', 'storage')).toBe('storage:///session');
    expect(inScopeOf('lxc:', 'secret')).toBe('secret:///system');
  });
});

/** Stands for driver-remote, which gets what no driver here can do: whether that is installed must not matter here. */
const remote: Driver = defineDriver({
  contract: 1,
  name: 'remote',
  schemes: ['remote'],
  provides: [],
  open: (uri) => Promise.reject(new Error(`a daemon was asked for ${uri}`)),
});

describe('loading', () => {
  test('from where the application says', async () => {
    const from = plant('app', '@virtweave/driver-planted', source('planted'));
    const connection = await connect('planted:///', { from });
    expect(await connection.type()).toBe('planted');
    await connection.close();
    await expect(connect('planted:///', { drivers: [remote] })).rejects.toThrow('a daemon was asked for planted:///');
  });

  test('never from the current directory', async () => {
    plant('here', '@virtweave/driver-incwd', source('incwd'));
    const before = process.cwd();
    process.chdir(join(folder, 'here'));
    try {
      await expect(connect('incwd:///', { drivers: [remote] })).rejects.toThrow('a daemon was asked for incwd:///');
    } finally {
      process.chdir(before);
    }
  });

  test('an installed driver that cannot be loaded is not called absent', async () => {
    const lacking = plant('a', '@virtweave/driver-lacking', `import 'not-installed-anywhere';`);
    await expect(connect('lacking:///', { from: lacking })).rejects.toMatchObject({
      code: 'VIR_ERR_INTERNAL_ERROR',
      message: expect.stringContaining('@virtweave/driver-lacking'),
    });
  });

  test('a contract of another version is refused, naming both', async () => {
    const from = plant('d', '@virtweave/driver-future', source('future', 2));
    await expect(connect('future:///', { from })).rejects.toThrow(
      /@virtweave\/driver-future speaks version 2 of the driver contract, this @virtweave\/core-api speaks version 1/,
    );
    const other = plant('e', '@virtweave/driver-other', source('somethingelse'));
    await expect(connect('other:///', { from: other })).rejects.toThrow('has no driver for other URIs');
    const none = plant('f', '@virtweave/driver-none', 'export const x = 1;');
    await expect(connect('none:///', { from: none })).rejects.toThrow('not made by defineDriver');
  });

  test('given, registered and installed drivers, in this order', async () => {
    const named = (name: string): Driver =>
      fixture({ connectGetType: async () => name }, { definition: { schemes: ['order'], name } }).driver;
    const from = plant('g', '@virtweave/driver-order', source('order'));
    const ask = async (options: Parameters<typeof connect>[1]): Promise<string> => {
      const connection = await connect('order:///', options);
      const answer = await connection.type();
      await connection.close();
      return answer;
    };
    expect(await ask({ from })).toBe('planted');
    registry.register(named('registered'));
    expect(await ask({ from })).toBe('registered');
    expect(await ask({ from, drivers: [named('given')] })).toBe('given');
  });

  test('hosts and transports belong to driver-remote', async () => {
    const made = fixture();
    for (const uri of ['fixture+unix:///x', 'fixture://host/x'])
      await expect(connect(uri, { drivers: [made.driver, remote] })).rejects.toThrow(`a daemon was asked for ${uri}`);
    const far = fixture({}, { definition: { remote: true } });
    await (await connect('fixture://host/x', { drivers: [far.driver] })).close();
    expect(far.closed).toBe(1);
  });
});

describe('what a driver is handed', () => {
  test('the host that the application gave, which stays open', async () => {
    let closed = 0;
    const host = { label: 'given', close: async () => void (closed += 1) } as unknown as Host;
    const made = fixture();
    const connection = await connect('fixture:///', { drivers: [made.driver], host, readOnly: true, config: { a: 1 } });
    const context = made.context as DriverContext;
    expect(await context.host()).toBe(host);
    expect([context.readOnly, context.config]).toEqual([true, { a: 1 }]);
    await expect((await connection.lookupByName('one')).destroy()).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_DENIED' });
    await connection.close();
    expect(closed).toBe(0);
  });

  test('this machine, made when asked for, and a logger that follows configureLogging', async () => {
    const made = fixture();
    const connection = await connect('fixture:///', { drivers: [made.driver] });
    const context = made.context as DriverContext;
    expect(await context.host()).toBe(await context.host());
    expect((await context.host()).label).toBe('localhost');
    const records: string[] = [];
    const stop = configureLogging({
      level: 'debug',
      outputs: [{ level: 'debug', sink: { write: (record) => void records.push(`${record.source} ${record.message}`) } }],
    });
    context.logger.debug('one');
    context.logger.warning(() => 'two');
    await new Promise((resolve) => setTimeout(resolve, 20));
    context.logger.info('three');
    stop();
    expect(records).toEqual(['fixture one', 'fixture two', 'fixture three']);
    await connection.close();
  });
});

describe('peers', () => {
  test('load on first use, in the scope of the connection, elevated; close with it', async () => {
    const opened: string[] = [];
    const identities: unknown[] = [];
    let closed = 0;
    const network = defineDriver({
      contract: 1,
      name: 'network',
      schemes: ['network'],
      provides: ['network'],
      async open(uri) {
        opened.push(uri);
        return {
          families: {
            network: {
              async networkLookupByName(name, call) {
                identities.push(call.identity);
                return { name, uuid: '0' };
              },
            },
          },
          async close() {
            closed += 1;
          },
        };
      },
    });
    const made = fixture({}, { definition: { attach: ['network'] } });
    const connection = await connect('fixture:///embed?root=/x', { drivers: [made.driver, network] });
    const { peers, identity } = made.context as DriverContext;
    expect(opened).toEqual([]);
    const call = { identity };
    await expect(peers.network().networkLookupByName('default', call)).resolves.toMatchObject({ name: 'default' });
    await expect(peers.network().networkUndefine({ name: 'x', uuid: '0' }, call)).rejects.toThrow(
      'not supported by the connection driver: virNetworkUndefine',
    );
    await connection.families.network.networkLookupByName('default');
    expect(opened).toEqual(['network:///embed?root=/x']);
    expect(identities.map((i) => isElevated(i as never))).toEqual([true, false]);
    expect([await peers.has('network'), await peers.has('secret')]).toEqual([true, false]);
    await connection.close();
    expect(closed).toBe(1);
  });

  test('an absent one names what to install', async () => {
    const made = fixture();
    const connection = await connect('fixture:///system', { drivers: [made.driver] });
    const { peers, identity } = made.context as DriverContext;
    await expect(peers.secret().secretLookupByUUID('x', { identity })).rejects.toMatchObject({
      code: 'VIR_ERR_NO_SUPPORT',
      message: expect.stringContaining('npm install @virtweave/secondary-secret'),
    });
    await expect(peers.security().models({ identity })).rejects.toThrow('npm install @virtweave/secondary-security');
    await connection.close();
  });
});
