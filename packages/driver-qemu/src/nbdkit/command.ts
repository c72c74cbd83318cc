import type { NetworkSource } from '@virtweave/core-conf';
import { VirtError } from '@virtweave/core-util';
import { cookieText, sourceUri } from '../block/network-props.ts';

export interface NbdkitOptions {
  readonly program: string;
  /** Where it listens. */
  readonly socket: string;
  readonly readonly: boolean;
  /** The value of the source's secret, when it has one. */
  readonly secret?: Uint8Array;
  /**
   * Hands a secret over, and says how nbdkit is told of it: `-FD` for a pipe, `+PATH` for a file. Secrets never stand on
   * the command line.
   */
  handOver(secret: Uint8Array): string;
  /** SSH: take the server's key as it is. */
  readonly ignoreHostKey?: boolean;
}

export interface NbdkitCommand {
  readonly env: readonly (readonly [name: string, value: string])[];
  readonly program: string;
  readonly args: readonly string[];
}

/**
 * The nbdkit that serves a disk's source to QEMU over a socket (`qemuNbdkitProcessBuildCommand`).
 *
 * @throws VirtError `VIR_ERR_NO_SUPPORT` for a protocol that it does not serve
 */
export function nbdkitCommand(source: NetworkSource, options: NbdkitOptions): NbdkitCommand {
  const { program, socket } = options;
  const agent = source.protocol === 'ssh' ? source.identity?.agentsock : undefined;
  return {
    env: agent === undefined ? [] : [['SSH_AUTH_SOCK', agent]],
    program,
    args: ['--unix', socket, '--foreground', ...(options.readonly ? ['--readonly'] : []), ...plugin(source, options)],
  };
}

function plugin(source: NetworkSource, options: NbdkitOptions): string[] {
  switch (source.protocol) {
    case 'http':
    case 'https':
    case 'ftp':
    case 'ftps':
    case 'tftp':
      return curl(source, options);
    case 'ssh':
      return ssh(source, options);
    default:
      throw new VirtError('VIR_ERR_NO_SUPPORT', `protocol '${source.protocol}' is not supported by nbdkit`, { domain: 'VIR_FROM_QEMU' });
  }
}

function curl(source: NetworkSource, options: NbdkitOptions): string[] {
  // A server may send a browser from http to https.
  const protocols = source.protocol === 'http' ? 'http,https' : source.protocol;
  const args = ['curl', `protocols=${protocols}`, `url=${sourceUri(source)}`, ...login(source, options)];
  const cookies = cookieText(source);
  if (cookies !== undefined) args.push(`cookie=${options.handOver(Buffer.from(cookies))}`);
  if (source.ssl?.verify === false) args.push('sslverify=false');
  if (source.timeout?.seconds !== undefined) args.push(`timeout=${source.timeout.seconds}`);
  return args;
}

function ssh(source: NetworkSource, options: NbdkitOptions): string[] {
  const [first] = source.hosts ?? [];
  const { identity, knownHosts, auth } = source;
  const args = ['ssh', `host=${first?.name ?? ''}`, `port=${first?.port ?? 22}`, `path=${source.name ?? ''}`];
  if (auth !== undefined) args.push(...login(source, options));
  else {
    if (identity?.keyfile !== undefined) args.push(`identity=${identity.keyfile}`);
    if (identity?.username !== undefined) args.push(`user=${identity.username}`);
  }
  if (options.ignoreHostKey === true) args.push('verify-remote-host=false');
  if (knownHosts?.path !== undefined) args.push(`known-hosts=${knownHosts.path}`);
  return args;
}

function login({ auth }: NetworkSource, { secret, handOver }: NbdkitOptions): string[] {
  if (auth === undefined) return [];
  return [`user=${auth.username}`, ...(secret === undefined ? [] : [`password=${handOver(secret)}`])];
}
