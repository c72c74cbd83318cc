import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

export interface SshServer {
  readonly port: number;
  readonly user: string;
  readonly folder: string;
  /** Private key that may log in, and one that may not. */
  readonly keyFile: string;
  readonly strangerKeyFile: string;
  /** known_hosts with the server's key. */
  readonly knownHosts: string;
  /** The server's key, as in known_hosts: type and base64. */
  readonly hostKey: string;
  close(): Promise<void>;
}

/** Starts an sshd of our own on loopback: own host key, own authorized keys, own port. `settings` go before ours. */
export async function startSshServer(settings: readonly string[] = []): Promise<SshServer> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ssh-host-'));
  const file = (name: string): string => path.join(folder, name);
  for (const name of ['host', 'client', 'stranger']) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', file(name)]);
  }
  fs.copyFileSync(file('client.pub'), file('authorized'));
  const port = await freePort();
  fs.writeFileSync(
    file('config'),
    [
      ...settings,
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${file('host')}`,
      `AuthorizedKeysFile ${file('authorized')}`,
      `PidFile ${file('pid')}`,
      'UsePAM no',
      'StrictModes no',
      'PasswordAuthentication no',
      'PermitRootLogin yes',
      'AllowStreamLocalForwarding yes',
      'Subsystem sftp internal-sftp',
      '',
    ].join('\n'),
  );
  if (process.getuid?.() === 0) fs.mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const hostKey = fs.readFileSync(file('host.pub'), 'utf8').split(' ').slice(0, 2).join(' ');
  fs.writeFileSync(file('known_hosts'), `[127.0.0.1]:${port} ${hostKey}\n`);
  // Absolute paths: sshd starts itself again for each connection.
  const sshd = spawn('/usr/sbin/sshd', ['-D', '-f', file('config'), '-E', file('log')], { stdio: 'ignore' });
  await listening(sshd, port, file('log'));
  return {
    port,
    user: os.userInfo().username,
    folder,
    keyFile: file('client'),
    strangerKeyFile: file('stranger'),
    knownHosts: file('known_hosts'),
    hostKey,
    close: async () => {
      const ended = new Promise((resolve) => sshd.once('exit', resolve));
      sshd.kill('SIGTERM');
      await ended;
      fs.rmSync(folder, { recursive: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function listening(sshd: ChildProcess, port: number, log: string): Promise<void> {
  for (let i = 0; i < 200; i += 1) {
    if (sshd.exitCode !== null) break;
    const open = await new Promise<boolean>((resolve) => {
      const socket = net.connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`sshd did not start: ${fs.existsSync(log) ? fs.readFileSync(log, 'utf8') : ''}`);
}
