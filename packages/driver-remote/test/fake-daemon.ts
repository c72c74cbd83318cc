import type { Duplex } from 'node:stream';
import type { Host, HostAddress } from '@virtweave/core-util';
import { VirtError } from '@virtweave/core-util/errors';
import { authList, connectClose, connectOpen, connectSupportsFeature } from '@virtweave/core-rpc/protocol/connect';
import { FakeServer, duplexPair } from '@virtweave/core-rpc/testing';

/** A daemon that answers what a test tells it to, behind a host on which nothing else is. */
export interface FakeDaemon {
  readonly server: FakeServer;
  readonly host: Host;
  /** Where connections went, in order. */
  readonly dialled: HostAddress[];
  /** What clients opened, in order. */
  readonly opened: { name: string | undefined; flags: number }[];
  /** Cuts all connections. */
  cut(): void;
  /** While true nobody gets through. */
  down: boolean;
}

export function fakeDaemon(options: { readonly auth?: readonly number[]; readonly features?: readonly number[] } = {}): FakeDaemon {
  const { auth = [], features = [10, 14, 15] } = options;
  const ends: Duplex[] = [];
  const opened: FakeDaemon['opened'] = [];
  const dialled: HostAddress[] = [];
  const server = new FakeServer()
    .handle(authList, () => ({ types: auth }))
    .handle(connectSupportsFeature, ({ feature }) => ({ supported: features.includes(feature) ? 1 : 0 }))
    .handle(connectOpen, (args) => void opened.push(args))
    .handle(connectClose, () => undefined);
  const daemon: FakeDaemon = {
    server,
    dialled,
    opened,
    down: false,
    cut: () => ends.splice(0).forEach((end) => end.destroy()),
    host: {
      label: 'localhost',
      can: { watch: false, inheritSockets: false },
      stat: async () => undefined,
      connect: async (address: HostAddress) => {
        dialled.push(address);
        if (daemon.down) throw new VirtError('VIR_ERR_SYSTEM_ERROR', 'Failed to connect socket: Connection refused', { int1: 111 });
        const [near, far] = duplexPair();
        ends.push(far);
        server.serve(far);
        return near;
      },
      close: async () => {},
    } as unknown as Host,
  };
  return daemon;
}
