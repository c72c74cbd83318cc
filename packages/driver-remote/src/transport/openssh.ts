import type { Duplex } from 'node:stream';
import type { DriverContext } from '@virtweave/core-api';
import { shellCommand } from '@virtweave/core-util';
import { VirtError } from '@virtweave/core-util/errors';
import { socketPath } from '../address/socket-path.ts';
import type { RemoteAddress } from '../address/address.ts';
import type { Dialled } from './dial.ts';
import { remoteCommand } from './remote-command.ts';

/** OpenSSH's own program, with the user's own configuration: `command=ssh`. */
export async function dialOpenSsh(address: RemoteAddress, context: DriverContext, signal: AbortSignal | undefined): Promise<Dialled> {
  const { command = 'ssh', keyfile, knownHosts, noVerify, noTty } = address.params;
  const host = await context.host();
  const args = [
    ...(address.port === 0 ? [] : ['-p', String(address.port)]),
    ...(address.user === undefined ? [] : ['-l', address.user]),
    ...(keyfile === undefined ? [] : ['-i', keyfile]),
    ...(noTty === true ? ['-T', '-o', 'BatchMode=yes', '-e', 'none'] : []),
    ...(noVerify === true ? ['-o', 'StrictHostKeyChecking=no'] : []),
    ...(knownHosts === undefined ? [] : ['-o', `UserKnownHostsFile=${knownHosts}`]),
    '--',
    address.server ?? 'localhost',
    shellCommand(remoteCommand(address, context.readOnly, await socketPath(address, context.readOnly, host))),
  ];
  const pipe = await pipeOf(context);
  return { socket: await pipe(command, args, signal), secure: true, encrypted: true };
}

/** Runs programs with what ssh(1) needs of the user's environment. */
export async function pipeOf(
  context: DriverContext,
): Promise<(program: string, args: readonly string[], signal: AbortSignal | undefined) => Promise<Duplex>> {
  const host = await context.host();
  const pipe = host.pipe?.bind(host);
  if (pipe === undefined)
    throw new VirtError('VIR_ERR_NO_SUPPORT', `the host '${host.label}' cannot talk to programs that run on it`, { domain: 'VIR_FROM_REMOTE' });
  const kept = ['PATH', 'HOME', 'USER', 'SSH_AUTH_SOCK', 'SSH_ASKPASS', 'SSH_ASKPASS_REQUIRE', 'DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY', 'KRB5CCNAME'];
  const env = Object.fromEntries(kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]))) as Record<string, string>;
  return (program, args, signal) => pipe(program, args, { env, signal });
}
