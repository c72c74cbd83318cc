import type { Duplex } from 'node:stream';
import type { DriverContext } from '@virtweave/core-api';
import { connectSsh, type SshHost, type SshOptions } from '@virtweave/core-util';
import { VirtError, isVirtError } from '@virtweave/core-util/errors';
import { socketPath } from '../address/socket-path.ts';
import type { RemoteAddress } from '../address/address.ts';
import type { Dialled } from './dial.ts';
import { remoteCommand } from './remote-command.ts';

const connectionRefused = 111; // ECONNREFUSED

/** ssh by ssh2: the server's key must be known. The socket over there is reached by forwarding, else by a program. */
export async function dialSsh(address: RemoteAddress, context: DriverContext, signal: AbortSignal | undefined): Promise<Dialled> {
  const host = await connectSsh(await sshOptions(address, context, signal));
  try {
    const socket = await reach(host, address, context.readOnly, signal);
    return { socket, secure: true, encrypted: true, close: () => host.close() };
  } catch (error) {
    await host.close();
    throw error;
  }
}

async function reach(host: SshHost, address: RemoteAddress, readOnly: boolean, signal: AbortSignal | undefined): Promise<Duplex> {
  const { proxy = 'auto' } = address.params;
  const [program, ...args] = remoteCommand(address, readOnly, await socketPath(address, readOnly, host)) as [string, ...string[]];
  // Where a session's socket is only the other side knows.
  if (proxy !== 'auto' || (address.session && address.params.socket === undefined)) return host.pipe(program, args, { signal });
  try {
    return await host.connect({ path: await socketPath(address, readOnly, host) }, { signal });
  } catch (error) {
    // Forwarding may not be allowed there, which servers say like a refusal of the socket itself; programs may be.
    if (!isVirtError(error, 'VIR_ERR_SSH') && (error as { int1?: number }).int1 !== connectionRefused) throw error;
    return host.pipe(program, args, { signal });
  }
}

async function sshOptions(address: RemoteAddress, context: DriverContext, signal: AbortSignal | undefined): Promise<SshOptions> {
  const { keyfile, sshauth, knownHosts, knownHostsVerify, noVerify } = address.params;
  if (knownHostsVerify === 'auto')
    throw new VirtError(
      'VIR_ERR_CONFIG_UNSUPPORTED',
      `known_hosts_verify=auto would trust whoever answers: check the key of '${address.server}' and add it to known_hosts (ssh-keyscan)`,
      { domain: 'VIR_FROM_REMOTE' },
    );
  const may = (method: string): boolean => sshauth === undefined || sshauth.includes(method);
  const password = sshauth?.some((method) => method === 'password' || method === 'keyboard-interactive') === true;
  return {
    host: address.server ?? 'localhost',
    ...(address.port === 0 ? {} : { port: address.port }),
    ...(address.user === undefined ? {} : { user: address.user }),
    ...(keyfile === undefined ? (may('privkey') ? {} : { keyFiles: [] }) : { keyFiles: [keyfile] }),
    ...(may('agent') ? {} : { agent: false }),
    ...(password ? { password: await askPassword(address, context) } : {}),
    ...(knownHosts === undefined ? {} : { knownHosts: [knownHosts] }),
    ...(noVerify === true || knownHostsVerify === 'ignore' ? { verify: 'ignore' } : {}),
    ...(signal === undefined ? {} : { signal }),
  };
}

async function askPassword(address: RemoteAddress, context: DriverContext): Promise<string> {
  const prompt = `${address.user === undefined ? '' : `${address.user}@`}${address.server}'s password`;
  const [answer] = (await context.auth?.([{ type: 'passphrase', prompt }])) ?? [];
  if (answer !== undefined) return answer;
  throw new VirtError('VIR_ERR_AUTH_FAILED', `sshauth=password needs an 'auth' callback that answers for ${prompt}`, {
    domain: 'VIR_FROM_REMOTE',
  });
}
