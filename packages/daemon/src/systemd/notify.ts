import { execFile } from 'node:child_process';
import { getLogger } from '@virtweave/core-util';

/**
 * Tells systemd that we are ready, where it wants to know (`Type=notify`). It listens on a datagram socket, which Node cannot
 * reach; its own program can.
 */
export async function notifyReady(environment: Readonly<Record<string, string | undefined>>): Promise<void> {
  if (!environment['NOTIFY_SOCKET']) return;
  const words = ['--ready', `--pid=${process.pid}`];
  await new Promise<void>((resolve) => {
    execFile('systemd-notify', words, { timeout: 10_000 }, (error) => {
      if (error) getLogger('daemon.systemd').error(`systemd-notify ${words.join(' ')}: ${error.message}`);
      resolve();
    });
  });
}
