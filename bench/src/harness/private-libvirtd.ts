import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Skipped } from './benchmark.ts';

// Its state is in memory and seen by it alone: others may run beside it.
const script = `
mount --make-rprivate /
for d in /run/libvirt /var/lib/libvirt /var/log/libvirt /var/cache/libvirt; do mkdir -p $d; mount -t tmpfs tmpfs $d; done
exec libvirtd -f "$1/libvirtd.conf" -p "$1/libvirtd.pid"`;

/** Starts a libvirtd for its test driver alone, whose socket `libvirt-sock` lies in `folder`. */
export async function startPrivateLibvirtd(folder: string): Promise<{ readonly socket: string; stop(): Promise<void> }> {
  if (!existsSync('/usr/sbin/libvirtd')) throw new Skipped('libvirtd is not installed: apt-get install libvirt-daemon-system');
  try {
    execFileSync('unshare', ['-m', 'true'], { stdio: 'ignore' });
  } catch {
    throw new Skipped('only root can start a libvirtd of its own');
  }
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'libvirtd.conf'), `unix_sock_dir = "${folder}"\nauth_unix_rw = "none"\nmax_client_requests = 64\n`);
  const child = spawn('unshare', ['-m', 'sh', '-c', script, 'sh', folder], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill();
    await ended;
  };
  const socket = join(folder, 'libvirt-sock');
  const wait = AbortSignal.timeout(20_000);
  while (!existsSync(socket) && child.exitCode === null && !wait.aborted) await sleep(50);
  if (existsSync(socket)) return { socket, stop };
  await stop();
  throw new Skipped('libvirtd does not start');
}
