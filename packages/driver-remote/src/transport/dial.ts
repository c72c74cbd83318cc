import type { Duplex } from 'node:stream';
import type { DriverContext } from '@virtweave/core-api';
import { socketPath } from '../address/socket-path.ts';
import type { RemoteAddress } from '../address/address.ts';

/** A way to the daemon, open. */
export interface Dialled {
  readonly socket: Duplex;
  /** Nobody on the way can read what is sent, or change it. */
  readonly secure: boolean;
  /** By this connection itself, that is, by TLS or ssh. */
  readonly encrypted: boolean;
  /** Each message must go out by itself. */
  readonly separate?: boolean;
  /** What was opened beside the socket. */
  close?(): Promise<void>;
}

/** Opens the way that the URI describes. What a transport needs is loaded with its first use. */
export async function dial(address: RemoteAddress, context: DriverContext, signal: AbortSignal | undefined): Promise<Dialled> {
  switch (address.transport) {
    case 'unix': {
      const host = await context.host();
      const path = await socketPath(address, context.readOnly, host);
      return { socket: await host.connect({ path }, { signal }), secure: true, encrypted: false };
    }
    case 'tcp': {
      const host = await context.host();
      const at = { host: address.server ?? 'localhost', port: address.port || 16509 };
      return { socket: await host.connect(at, { signal }), secure: false, encrypted: false };
    }
    case 'tls':
      return (await import('./tls.ts')).dialTls(address, context, signal);
    case 'ssh':
    case 'libssh':
    case 'libssh2':
      if (address.transport === 'ssh' && address.params.command !== undefined)
        return (await import('./openssh.ts')).dialOpenSsh(address, context, signal);
      return (await import('./ssh.ts')).dialSsh(address, context, signal);
    case 'ext': {
      const pipe = await (await import('./openssh.ts')).pipeOf(context);
      return { socket: await pipe(address.params.command ?? '', [], signal), secure: false, encrypted: false };
    }
  }
}
