import type { Connection } from '../connection/connection.ts';

/** What one process serves to others on this machine. */
export interface ServeOptions {
  /** Path of the unix socket. Nobody but its own user may reach it. */
  readonly path: string;
  /** Opens what a client asks for; undefined: whatever is served here. */
  open(uri: string | undefined, readOnly: boolean): Promise<Connection>;
}

/** A server that listens. It does not keep Node alive. */
export interface Serving {
  /** Lets nobody in any more, ends all clients, and waits until what they held is given up. */
  close(): Promise<void>;
}

/** What `@virtweave/daemon/serve` exports as `default`, made by {@link defineServer}. */
export interface ServerDefinition {
  readonly kind: 'server';
  readonly contract: number;
  readonly name: string;
  /** Listens at the socket; whatever lies there is replaced. */
  serve(options: ServeOptions): Promise<Serving>;
}

/** Says what a server is; see `defineDriver`. */
export function defineServer(server: Omit<ServerDefinition, 'kind'>): ServerDefinition {
  return Object.freeze({ ...server, kind: 'server' as const });
}
