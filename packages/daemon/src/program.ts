import { dirname, join } from 'node:path';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { parseArgs } from 'node:util';
import { isVirtError } from '@virtweave/core-util/errors';
import { checkConfig, readConfig, type ConfigInput } from './config/config.ts';
import { Daemon } from './server/daemon.ts';
import { trimMemory } from './server/trim-memory.ts';
import { notifyReady } from './systemd/notify.ts';
import { takeSockets } from './systemd/sockets.ts';

const usage = `virtweaved: serves virtweave drivers over libvirt's wire protocol

  virtweaved [--config FILE | --listen unix:PATH | --listen tcp:ADDRESS:PORT]... [--driver NAME] [--verbose]
  virtweaved [--config FILE] --add-user NAME < PASSWORD

    --config FILE      what to serve and to whom (JSON). Default: /etc/virtweave/virtweaved.json when it is there
    --listen ADDRESS   serve there, and nowhere that the configuration says
    --driver NAME      serve this driver alone, on sockets of its own: virtweave-NAME-sock. Default configuration:
                       /etc/virtweave/virtweaved-NAME.json
    --verbose          log who comes and goes; --log-level LEVEL: debug, info, warning or error
    --log-outputs TEXT where to, as libvirt writes it: "1:file:/var/log/virtweaved.log". Default: the standard error
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
        driver: { type: 'string' },
        verbose: { type: 'boolean' },
        'log-level': { type: 'string' },
        'log-outputs': { type: 'string' },
        'add-user': { type: 'string' },
        help: { type: 'boolean' },
        version: { type: 'boolean' },
      },
    });
    if (values.help) return said(usage);
    if (values.version) return said(`${await version()}\n`);
    const driver = values.driver === undefined ? undefined : driverName(values.driver);
    const given = values.listen ? listenOnly(values.listen) : await configuration(values.config, driver);
    const config = checkConfig(driver === undefined ? given : { ...given, schemes: [driver] });
    if (values['add-user'] !== undefined) return await addUser(config.sasl.users, values['add-user']);
    const level = values['log-level'] ?? (values.verbose ? 'info' : config.log.level);
    const stopLogging = await startLogging({ ...config.log, level, outputs: values['log-outputs'] ?? config.log.outputs });
    const daemon = await Daemon.start(config, { handedOver: await takeSockets(process.env) });
    for (const address of daemon.addresses) process.stderr.write(`virtweaved: listening on ${address}\n`);
    await notifyReady(process.env);
    trimMemory(() => daemon.departed);
    await untilStopped();
    await daemon.close(patience);
    stopLogging();
    return 0;
  } catch (error) {
    if (!isVirtError(error) && !(error instanceof TypeError)) throw error;
    process.stderr.write(`virtweaved: ${error.message}\n`);
    return 1;
  }
}

/** Milliseconds that calls under way have when it is told to stop. A second signal ends it at once. */
const patience = 5000;

async function startLogging({ level, filters, outputs }: { level: string; filters: string; outputs: string }): Promise<() => void> {
  const { configureLogging, parseLogLevel } = await import('@virtweave/core-util');
  const known = parseLogLevel(level);
  if (known === undefined) throw new TypeError(`--log-level ${level}: must be debug, info, warning or error`);
  return configureLogging({ level: known, filters, outputs });
}

function driverName(name: string): string {
  if (!/^[a-z][a-z0-9]*$/.test(name)) throw new TypeError(`--driver ${name}: must be lower-case letters and digits`);
  return name;
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

/** Without a file: the socket of the system for root, of the session for others. */
async function configuration(path: string | undefined, driver: string | undefined): Promise<ConfigInput> {
  if (path !== undefined) return await readConfig(path);
  const suffix = driver === undefined ? '' : `-${driver}`;
  const root = process.getuid?.() === 0;
  const systemConfig = `/etc/virtweave/virtweaved${suffix}.json`;
  if (root && (await readFile(systemConfig).catch(() => undefined))) return await readConfig(systemConfig);
  const folder = root ? '/run/virtweave' : join(process.env['XDG_RUNTIME_DIR'] || join(homedir(), '.cache'), 'virtweave');
  const socket = join(folder, `virtweave${suffix}-sock`);
  return { unix: { path: socket, ...(root && { readOnlyPath: `${socket}-ro` }) } };
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

/** A second signal ends it at once. */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
