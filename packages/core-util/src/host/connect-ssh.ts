import type { SshHost } from './ssh-host.ts';
import type { SshOptions } from './ssh/options.ts';

/**
 * Opens the door to another machine. The ssh client is loaded with the first call.
 *
 * @throws VIR_ERR_SSH for an unknown, changed or revoked host key; VIR_ERR_AUTH_FAILED; VIR_ERR_SYSTEM_ERROR when nobody
 * answers there; VIR_ERR_OPERATION_TIMEOUT
 *
 * @example
 * ```ts
 * const host = await connectSsh({ host: 'server', user: 'root' });
 * const { stdout } = await host.run('uname', ['-r']);
 * await host.close();
 * ```
 */
export async function connectSsh(options: SshOptions): Promise<SshHost> {
  const { SshHost } = await import('./ssh-host.ts');
  return SshHost.connect(options);
}
