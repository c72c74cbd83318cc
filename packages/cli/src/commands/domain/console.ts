import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type { DomainRef, DriverStream } from '@virtweave/core-api';
import { DomainConsoleFlags as Console } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { attempt, CommandError } from '../../errors.ts';
import { reasonOf } from '../../files.ts';
import { flagsOf } from '../../flags.ts';
import { flag, number, text } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import type { Shell } from '../../shell.ts';
import { domainOption, loose } from './options.ts';

const chunk = 64 * 1024;

const screenshot = command({
  name: 'screenshot',
  summary: 'take a screenshot of a current domain console and store it into a file',
  description: 'screenshot of a current domain console',
  options: {
    domain: domainOption,
    file: text('where to store the screenshot', { ...loose, complete: 'file' }),
    screen: number('ID of a screen to take screenshot of', loose),
  },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const screen = args.uint('screen') ?? 0;
    const name = args.needed('domain');
    const { mime, stream } = await attempt(
      (await shell.hypervisor()).domainScreenshot(domain, screen, 0),
      `could not take a screenshot of ${name}`,
    );
    const now = new Date().toISOString().slice(0, 19).replace('T', '-');
    const path = args.text('file') ?? `${domain.name}-${now}.${mime === 'image/png' ? 'png' : 'ppm'}`;
    try {
      await writeStream(stream, path);
    } catch (error) {
      await stream.abort(error);
      if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
      throw new CommandError(`cannot create file ${path}: ${reasonOf(error)}`, {});
    }
    await stream.finish();
    shell.extra(`Screenshot saved to ${path}, with type of ${mime}`);
  },
});

async function writeStream(stream: DriverStream, path: string): Promise<void> {
  const file = createWriteStream(path);
  await once(file, 'open');
  for (let part = await stream.receive(chunk); part !== undefined; part = await stream.receive(chunk)) {
    // A gap is zeroes: pictures have none, but a stream may.
    const bytes = part instanceof Uint8Array ? part : new Uint8Array(Number(part.hole));
    if (!file.write(bytes)) await once(file, 'drain');
  }
  file.end();
  await finished(file);
}

const consoleCommand = command({
  name: 'console',
  summary: 'connect to the guest console',
  description: 'Connect the virtual serial console for the guest',
  options: {
    domain: domainOption,
    devname: text('character device name', loose),
    force: flag('force console connection (disconnect already connected sessions)'),
    safe: flag('only connect if safe console handling is supported'),
  },
  async run(shell, args) {
    const flags = flagsOf(args, { force: Console.VIR_DOMAIN_CONSOLE_FORCE, safe: Console.VIR_DOMAIN_CONSOLE_SAFE });
    await talkToConsole(shell, await findDomain(shell, args), args.text('devname'), flags);
  },
});

/**
 * Connects the terminal to a console of a guest, until the escape character is typed.
 *
 * @param device its alias; by default the first console
 * @throws CommandError if there is no terminal, or the guest does not run
 */
export async function talkToConsole(shell: Shell, domain: DomainRef, device?: string, flags = 0): Promise<void> {
  const hypervisor = await shell.hypervisor();
  if (!(await hypervisor.domainIsActive(domain))) throw new CommandError('The domain is not running');
  if (!process.stdin.isTTY) throw new CommandError('Cannot run interactive console without a controlling TTY');
  const { escape } = shell.options;
  const key = escape.startsWith('^') ? ` (Ctrl + ${escape.slice(1)})` : '';
  shell.extra(`Connected to domain '${domain.name}'\nEscape character is ${escape}${key}\n`);
  await talk(await hypervisor.domainOpenConsole(domain, device, flags), escapeCode(escape));
}

/** `^]` is 0x1d. */
const escapeCode = (written: string): number =>
  written.startsWith('^') && written.length > 1 ? written.toUpperCase().charCodeAt(1) ^ 0x40 : written.charCodeAt(0);

/** Carries bytes between the terminal and the guest until the escape character is typed, or the guest ends it. */
async function talk(stream: DriverStream, escape: number): Promise<void> {
  const { stdin, stdout } = process;
  let left = false;
  const leave = (): void => {
    left = true;
    void stream.abort();
  };
  let sending = Promise.resolve();
  const typed = (bytes: Buffer): void => {
    const at = bytes.indexOf(escape);
    const part = at < 0 ? bytes : bytes.subarray(0, at);
    if (part.length > 0) sending = sending.then(() => stream.send(part)).catch(leave);
    if (at >= 0) void sending.then(leave);
  };
  stdin.setRawMode(true);
  stdin.resume();
  stdin.on('data', typed);
  try {
    for (let part = await stream.receive(chunk); part !== undefined; part = await stream.receive(chunk)) {
      if (part instanceof Uint8Array && !stdout.write(part)) await once(stdout, 'drain');
    }
    await stream.finish();
  } catch (error) {
    if (!left) throw error;
  } finally {
    stdin.off('data', typed);
    stdin.setRawMode(false);
    stdin.pause();
  }
}

export const commands: readonly AnyCommand[] = [screenshot, consoleCommand];
