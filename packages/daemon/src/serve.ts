import { rename, rm } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { defineServer, type ServeOptions, type ServerDefinition, type Serving } from '@virtweave/core-api';
import { VirtError } from '@virtweave/core-util/errors';
import { listenUnix } from './server/listen.ts';
import { Session } from './server/session.ts';

/** As those of a daemon's clients, but for the calls at a time: these clients are programs of the same user. */
const limits = { requests: 64, messageBytes: 32 * 1024 * 1024 };
const clients = 5000;
const keepAlive = { interval: 5, count: 5 };

/** Longest path of a unix socket, less what it is called while it is being made. */
const MAX_PATH = 107 - '.new'.length;

/**
 * Serves the state folder of the process that it runs in: `connect(uri, { serve: 'auto' })` finds it in
 * `@virtweave/daemon/serve`.
 */
const server: ServerDefinition = defineServer({
  contract: 1,
  name: 'daemon',
  async serve({ path, open }: ServeOptions): Promise<Serving> {
    const length = Buffer.byteLength(path);
    if (length > MAX_PATH) {
      throw new VirtError('VIR_ERR_CONFIG_UNSUPPORTED', `the path of the socket '${path}' has ${length} bytes, ${MAX_PATH} are possible`);
    }
    const sessions = new Set<Session>();
    const enter = (socket: Socket): void => {
      if (sessions.size >= clients) {
        socket.destroy();
        return;
      }
      const session: Session = new Session(
        socket,
        { readOnly: false, auth: 'none', identity: {}, keepAlive, open: (uri, readOnly) => open(uri, readOnly) },
        limits,
        (ended) => sessions.delete(ended),
      );
      sessions.add(session);
    };
    // Under its own name only when somebody listens: whoever sees it can connect. One that a dead process left is replaced.
    const fresh = `${path}.new`;
    const listener = await listenUnix(fresh, '0600', enter);
    listener.unref?.();
    try {
      await rename(fresh, path);
    } catch (cause) {
      await listener.close();
      throw new VirtError('VIR_ERR_SYSTEM_ERROR', `cannot listen at ${path}: ${(cause as Error).message}`, { cause });
    }
    return {
      async close() {
        await rm(path, { force: true });
        const stopped = listener.close();
        await Promise.all([...sessions].map((session) => session.close()));
        await stopped;
      },
    };
  },
});

export default server;
