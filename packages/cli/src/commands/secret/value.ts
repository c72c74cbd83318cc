import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { command, type AnyCommand } from '../../command.ts';
import { attempt, CommandError } from '../../errors.ts';
import { reasonOf } from '../../files.ts';
import { exclusive } from '../../flags.ts';
import { flag, text } from '../../grammar/option.ts';
import { findSecret } from '../../objects/secret.ts';
import { secretOption } from './options.ts';

const secretGetValue = command({
  name: 'secret-get-value',
  summary: 'Output a secret value',
  description: 'Output a secret value to stdout.',
  options: {
    secret: secretOption,
    plain: flag('get value without converting to base64'),
  },
  async run(shell, args) {
    const ref = await findSecret(shell, args);
    const { secret } = await shell.families();
    const value = Buffer.from(await secret.secretGetValue(ref, 0));
    shell.print(value.toString(args.flag('plain') ? 'utf8' : 'base64'));
  },
});

const secretSetValue = command({
  name: 'secret-set-value',
  summary: 'set a secret value',
  description: 'Set a secret value.',
  options: {
    secret: secretOption,
    file: text('read secret from file', { complete: 'file' }),
    plain: flag('read the secret from file without converting from base64'),
    interactive: flag('read the secret from the terminal'),
    base64: text('base64-encoded secret value', { positional: 'quietly' }),
  },
  async run(shell, args) {
    exclusive(args, 'file', 'base64');
    exclusive(args, 'plain', 'base64');
    exclusive(args, 'interactive', 'base64');
    exclusive(args, 'interactive', 'file');
    const ref = await findSecret(shell, args);
    const base64 = args.text('base64');
    const path = args.text('file');
    let value: Uint8Array;
    if (base64 !== undefined) {
      // Whoever may list the processes of the host has seen it.
      shell.error('Passing secret value as command-line argument is insecure!');
      value = decoded(base64);
    } else if (path !== undefined) {
      const bytes = await readSecret(path);
      value = args.flag('plain') ? bytes : decoded(bytes.toString('latin1'));
    } else if (args.flag('interactive')) value = Buffer.from(await ask(), 'utf8');
    else throw new CommandError('Input secret value is missing');
    const { secret } = await shell.families();
    await attempt(secret.secretSetValue(ref, value, 0), 'Failed to set secret value');
    shell.extra('Secret value set\n');
  },
});

function decoded(written: string): Uint8Array {
  const text = written.trim();
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) throw new CommandError('Invalid base64 data');
  return Buffer.from(text, 'base64');
}

async function readSecret(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new CommandError(`Failed to open file '${path}': ${reasonOf(error)}`);
  }
}

/** Reads a line that is not shown while it is typed. */
async function ask(): Promise<string> {
  process.stdout.write('Enter new value for secret:');
  const hidden = new Writable({ write: (_, __, done) => done() });
  const lines = createInterface({ input: process.stdin, output: hidden, terminal: process.stdin.isTTY === true });
  try {
    return await lines.question('');
  } finally {
    lines.close();
    process.stdout.write('\n');
  }
}

export const commands: readonly AnyCommand[] = [secretGetValue, secretSetValue];
