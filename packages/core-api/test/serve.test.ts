import { expect, test } from '@jest/globals';
import type { Host } from '@virtweave/core-util';
import { VirtError } from '@virtweave/core-util/errors';
import { connect, defineDriver, defineServer, type Driver, type ServeOptions, type ServerDefinition } from '../src/index.ts';
import { checkServed, ownerOf, socketIn, uriThrough } from '../src/registry/owner.ts';

/** What happened, in its order. */
class Story {
  readonly lines: string[] = [];
  served: ServeOptions | undefined;

  driver(stateFolder: string | undefined): Driver {
    return defineDriver({
      contract: 1,
      name: 'owned',
      schemes: ['owned'],
      provides: ['hypervisor'],
      open: async (_, { lockProgram, readOnly }) => {
        this.lines.push(`open ${lockProgram}${readOnly ? ' read-only' : ''}`);
        return {
          families: { hypervisor: { connectGetType: async () => 'OWNED' } },
          ...(stateFolder !== undefined && { stateFolder }),
          close: async () => void this.lines.push('close'),
        };
      },
    });
  }

  server(fails?: Error): ServerDefinition {
    return defineServer({
      contract: 1,
      name: 'server',
      serve: async (options) => {
        this.lines.push(`serve ${options.path}`);
        if (fails !== undefined) throw fails;
        this.served = options;
        return { close: async () => void this.lines.push('stop serving') };
      },
    });
  }
}

test('nothing is served unless it is asked for', async () => {
  const story = new Story();
  const connection = await connect('owned:///one', { drivers: [story.driver('/state'), story.server()] });
  await connection.close();
  expect(story.lines).toEqual(['open virtweave', 'close']);
});

test('connections of a process share what is served; it stops before the last one closes', async () => {
  const story = new Story();
  const options = { drivers: [story.driver('/state'), story.server()], serve: 'auto' } as const;
  const first = await connect('owned:///one', options);
  const second = await connect('owned:///one', options);
  await first.close();
  await first.close();
  await second.close();
  expect(story.lines).toEqual([
    'open virtweave-serving', 'serve /state/serve.sock', 'open virtweave-serving', 'close', 'stop serving', 'close',
  ]);
});

test('clients get the scope that is served, and no more than the owner may do', async () => {
  const story = new Story();
  const options = { drivers: [story.driver('/state'), story.server()], serve: 'auto', readOnly: true } as const;
  const owner = await connect('owned:///one?root=/x', options);
  const client = await story.served?.open('owned:///one?root=/x/', false);
  expect(await client?.type()).toBe('OWNED');
  await client?.close();
  await expect(story.served?.open('owned:///two', false)).rejects.toMatchObject({ code: 'VIR_ERR_NO_CONNECT' });
  await owner.close();
  // What a client opens serves nobody itself.
  expect(story.lines).toContain('open virtweave read-only');
  expect(story.lines.filter((line) => line.startsWith('serve'))).toHaveLength(1);
});

test('a driver without a state folder, or a server that fails, leave a sound connection', async () => {
  const warnings: string[] = [];
  const logger = { warning: (text: string) => void warnings.push(text) } as never;
  const story = new Story();
  for (const folder of [undefined, '/state']) {
    const drivers = [story.driver(folder), story.server(new Error('no room'))];
    const connection = await connect('owned:///one', { drivers, serve: 'auto', logger });
    expect(await connection.type()).toBe('OWNED');
    await connection.close();
  }
  expect(warnings).toEqual(["'/state' is not served to other processes: Error: no room"]);
});

const busy = (program: string, pid = 1): VirtError =>
  new VirtError('VIR_ERR_RESOURCE_BUSY', 'taken', { int1: pid, str2: program, str3: '/state' });

/** A host on which the owner's socket appears after so many looks. */
function hostWith(looks: number): Host {
  let left = looks;
  const listeners = new Set<() => void>();
  return {
    stat: async () => {
      left -= 1;
      setImmediate(() => listeners.forEach((listener) => listener()));
      return left < 0 ? { type: 'socket' } : undefined;
    },
    watch: (_: string, listener: () => void) => {
      listeners.add(listener);
      return { close: () => void listeners.delete(listener) };
    },
  } as unknown as Host;
}

test('whoever finds a folder taken looks for its socket, and waits for one that was announced', async () => {
  expect(await ownerOf(busy('virtweave'), hostWith(0))).toEqual({ pid: 1, folder: '/state', socket: '/state/serve.sock' });
  expect(await ownerOf(busy('virtweave'), hostWith(1))).toEqual({ pid: 1, folder: '/state', socket: undefined });
  expect(await ownerOf(busy('virtweave-serving'), hostWith(3))).toMatchObject({ socket: '/state/serve.sock' });
  const abort = new AbortController();
  const waiting = ownerOf(busy('virtweave-serving'), hostWith(Infinity), abort.signal);
  abort.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  expect(await ownerOf(busy('virtweave', process.pid), hostWith(0))).toBeUndefined();
  expect(await ownerOf(new VirtError('VIR_ERR_NO_DOMAIN', 'x'), hostWith(0))).toBeUndefined();
});

test('URIs through an owner', () => {
  expect(socketIn('/a b')).toBe('/a b/serve.sock');
  expect(uriThrough('/a b/serve.sock', 'qemu:///embed?root=/a')).toBe(
    'qemu+unix:///?socket=%2Fa%20b%2Fserve.sock&name=qemu%3A%2F%2F%2Fembed%3Froot%3D%2Fa',
  );
  expect(() => checkServed(undefined, 'qemu:///system')).not.toThrow();
  expect(() => checkServed('qemu:///session', 'qemu:///system')).toThrow(/only qemu:\/\/\/system is served here/);
});
