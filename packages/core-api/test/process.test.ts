import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { application, type Application } from './fixtures/installed.ts';

const driver = (scheme: string): string => `
import { PassThrough } from 'node:stream';
import { defineDriver } from '@virtweave/core-api';
import { streamFromDuplex, domainEventHub, domainEventMembers } from '@virtweave/core-api/driver-kit';
export default defineDriver({
  contract: 1, name: '${scheme}', schemes: ['${scheme}'], provides: ['hypervisor'],
  async open() {
    const hub = domainEventHub();
    const ref = { name: 'one', uuid: '00000000-0000-0000-0000-000000000001', id: 1 };
    return {
      families: { hypervisor: {
        ...domainEventMembers(hub),
        async connectGetType() { return '${scheme}'; },
        async connectListAllDomains() { return [ref]; },
        domainReboot: () => new Promise((done) => { setTimeout(done, 200).unref(); }),
        async domainOpenConsole() { return streamFromDuplex(new PassThrough()); },
        async domainCreateWithFlags() {
          setTimeout(() => hub.emit({ kind: 'lifecycle', domain: ref, event: 2, detail: 0 }), 200).unref();
          return ref;
        },
      } },
      async close() {},
    };
  },
});`;

let app: Application;
beforeAll(() => {
  app = application();
  app.install('@virtweave/driver-local', driver('local'));
});
afterAll(() => app.remove());

const begin = (uri: string): string => `import { connect } from '@virtweave/core-api';
const connection = await connect('${uri}');
`;

describe('loading in a real process', () => {
  test('a driver beside the program is found, wherever the process stands', async () => {
    const result = await app.run(`${begin('local:///')} console.log(await connection.type());`, { cwd: '/' });
    expect([result.stderr, result.stdout]).toEqual(['', 'local\n']);
  });

  test('a driver planted in the current directory is not', async () => {
    const cwd = join(app.folder, 'elsewhere');
    mkdirSync(cwd);
    app.install('@virtweave/driver-planted', 'console.log("planted code ran"); export default 1;', undefined, cwd);
    const result = await app.run(
      `import { connect } from '@virtweave/core-api';
       await connect('planted:///').catch((e) => console.log(e.code, e.message));`,
      { cwd },
    );
    expect(result.stdout).toContain('VIR_ERR_NO_CONNECT');
    expect(result.stdout).toContain('npm install @virtweave/driver-planted');
    expect(result.stdout).not.toContain('planted code ran');
  });

  test('a driver that was not built, or exports nothing, is not called absent', async () => {
    app.install('@virtweave/driver-unbuilt', '', { '.': { default: './dist/index.js' } });
    app.install('@virtweave/driver-closed', '', { './x': './index.js' });
    const result = await app.run(`import { connect } from '@virtweave/core-api';
      for (const uri of ['unbuilt:///', 'closed:///'])
        await connect(uri).catch((e) => console.log(e.code, e.message));`);
    expect(result.stdout).toMatch(/^VIR_ERR_INTERNAL_ERROR .*driver-unbuilt is installed but cannot be loaded/m);
    expect(result.stdout).toMatch(/^VIR_ERR_INTERNAL_ERROR .*driver-closed is installed but cannot be loaded/m);
  });
});

describe('what keeps Node alive', () => {
  test('an open connection does not, nor does an event stream that nobody reads', async () => {
    const { status, stdout } = await app.run(`${begin('local:///')}
      connection.events(); console.log('end');`);
    expect([status, stdout]).toEqual([0, 'end\n']);
  });

  test('a pending call does', async () => {
    const { stdout } = await app.run(`${begin('local:///')}
      const [domain] = await connection.listAllDomains();
      domain.reboot().then(() => console.log('rebooted'));`);
    expect(stdout).toBe('rebooted\n');
  });

  test("a pending call by libvirt's names does", async () => {
    const { stdout } = await app.run(`${begin('local:///')}
      const [domain] = await connection.listAllDomains();
      connection.families.hypervisor.domainReboot(domain.ref, 0).then(() => console.log('rebooted'));`);
    expect(stdout).toBe('rebooted\n');
  });

  test('an iterated event stream does, and ends with the connection', async () => {
    const { stdout } = await app.run(`${begin('local:///')}
      const [domain] = await connection.listAllDomains();
      await domain.start();
      for await (const event of connection.events()) {
        console.log(event.kind, event.event, event.domain.name);
        break;
      }`);
    expect(stdout).toBe('lifecycle started one\n');
  });

  test('an open console does, until it is closed', async () => {
    const { stdout } = await app.run(`${begin('local:///')}
      const [domain] = await connection.listAllDomains();
      const console_ = await domain.openConsole();
      setTimeout(() => { console.log('still here'); console_.close(); }, 200).unref();`);
    expect(stdout).toBe('still here\n');
  });
});

test("the README's driver runs when pasted", async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const example = [...readme.matchAll(/```js\n([\s\S]*?)```/g)].find((m) => m[1]?.includes('defineDriver('));
  const { stdout, stderr } = await app.run(example?.[1] ?? 'absent');
  expect([stderr, stdout]).toEqual(['', 'only 1\n']);
});
