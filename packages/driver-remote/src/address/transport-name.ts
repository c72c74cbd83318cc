import { VirtError } from '@virtweave/core-util/errors';

const names = ['unix', 'tcp', 'tls', 'ssh', 'libssh', 'libssh2', 'ext'] as const;

export type TransportName = (typeof names)[number];

/** The transport of a scheme. Without one it is `tls` to another host, a unix socket on this one. */
export function readTransport(written: string | undefined, server: boolean): TransportName {
  if (written === undefined) return server ? 'tls' : 'unix';
  const known = names.find((name) => name === written);
  if (known !== undefined) return known;
  throw new VirtError('VIR_ERR_INVALID_ARG', `remote_open: transport in URL not recognised (should be ${names.join('|')})`, {
    domain: 'VIR_FROM_REMOTE',
  });
}
