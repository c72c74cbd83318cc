import { dirname, join } from 'node:path';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { parseArgs } from 'node:util';
import { isVirtError } from '@virtweave/core-util/errors';
import { checkConfig, readConfig, type ConfigInput } from './config/config.ts';
import { Daemon } from './server/daemon.ts';

const usage = `virtweaved: serves virtweave drivers over libvirt's wire protocol

  virtweaved [--config FILE] [--listen unix:PATH | tcp:ADDRESS:PORT]...
  virtweaved [--config FILE] --add-user NAME < PASSWORD

    --config FILE      what to serve and to whom (JSON). Default: /etc/virtweave/virtweaved.json when it is there
    --listen ADDRESS   serve there, and nowhere that the configuration says
    --add-user NAME    let NAME in by SASL, with the password that the standard input's first line is
    --help, --version

  virsh -c 'test+unix:///default?socket=PATH' list --all
`;

/** The program. Resolves when it was told to stop. @returns the exit status */
export async function main(words: readonly string[]): Promise<number> {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        config: { type: 'string' },
        listen: { type: 'string', multiple: true },
        'add-user': { type: 'string' },
        help: { type: 'boolean' },
        version: { type: 'boolean' },
      },
    });
    if (values.help) return said(usage);
    if (values.version) return said(`${await version()}\n`);
    const config = values.listen ? listenOnly(values.listen) : await configuration(values.config);
    if (values['add-user'] !== undefined) return await addUser(checkConfig(config).sasl.users, values['add-user']);
    const daemon = await Daemon.start(config, { handedOver: handedOver(process.env) });
    for (const address of daemon.addresses) process.stderr.write(`virtweaved: listening on ${address}\n`);
    await untilStopped();
    await daemon.close();
    return 0;
  } catch (error) {
    if (!isVirtError(error) && !(error instanceof TypeError)) throw error;
    process.stderr.write(`virtweaved: ${error.message}\n`);
    return 1;
  }
}

function said(text: string): number {
  process.stdout.write(text);
  return 0;
}

async function version(): Promise<string> {
  const { ownVersion } = await import('@virtweave/core-util');
  return await ownVersion(import.meta.url);
}

function listenOnly(addresses: readonly string[]): ConfigInput {
  const config: { -readonly [K in 'unix' | 'tcp']?: NonNullable<ConfigInput[K]> } = {};
  for (const address of addresses) {
    const unix = /^unix:(.+)$/.exec(address);
    const tcp = /^tcp:(.+):(\d+)$/.exec(address);
    if (unix) config.unix = { path: unix[1] as string };
    else if (tcp) config.tcp = { address: tcp[1] as string, port: Number(tcp[2]), auth: 'none' };
    else throw new TypeError(`--listen ${address}: must be unix:PATH or tcp:ADDRESS:PORT`);
  }
  return config;
}

const systemConfig = '/etc/virtweave/virtweaved.json';

/** Without a file: the socket of the system for root, of the session for others. */
async function configuration(path: string | undefined): Promise<ConfigInput> {
  if (path !== undefined) return await readConfig(path);
  const root = process.getuid?.() === 0;
  if (root && (await readFile(systemConfig).catch(() => undefined))) return await readConfig(systemConfig);
  const folder = root ? '/run/virtweave' : join(process.env['XDG_RUNTIME_DIR'] || join(homedir(), '.cache'), 'virtweave');
  return {
    unix: {
      path: join(folder, 'virtweave-sock'),
      ...(root && { readOnlyPath: join(folder, 'virtweave-sock-ro') }),
    },
  };
}

/** Only the daemon's own user may read what is kept of passwords. */
async function addUser(path: string, name: string): Promise<number> {
  const { readUsers, secretOf } = await import('./sasl/users.ts');
  const users = (await stat(path).catch(() => undefined)) === undefined ? {} : await readUsers(path);
  let input = '';
  for await (const chunk of process.stdin) input += String(chunk);
  const [password = ''] = input.split('\n');
  if (password === '') throw new TypeError('--add-user: the password is missing on the standard input');
  const text = JSON.stringify({ ...users, [name]: await secretOf(password) }, null, 2);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, `${text}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
  return 0;
}

/** Sockets from systemd: `LISTEN_FDS` of them, from descriptor 3 on, when `LISTEN_PID` is us. */
function handedOver(environment: Readonly<Record<string, string | undefined>>): number[] {
  if (environment['LISTEN_PID'] !== String(process.pid)) return [];
  return Array.from({ length: Number(environment['LISTEN_FDS'] ?? 0) }, (_, at) => 3 + at);
}

/** A second signal ends it at once. */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
