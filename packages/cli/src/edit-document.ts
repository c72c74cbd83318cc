import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { CommandError, Failed } from './errors.ts';
import type { Shell } from './shell.ts';

/**
 * Has the user edit a document in the editor that `VISUAL` or `EDITOR` names, and hands it on; what is refused may be edited again.
 *
 * @param what for messages: `Network default`
 * @throws CommandError if there is no editor; Failed if the user gave up
 */
export async function editDocument(shell: Shell, what: string, xml: string, define: (xml: string) => Promise<unknown>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'virtweave-edit-'));
  try {
    const path = join(folder, 'document.xml');
    await writeFile(path, xml, { mode: 0o600 });
    for (;;) {
      await runEditor(path);
      const edited = await readFile(path, 'utf8');
      if (edited === xml) {
        shell.extra(`${what} XML configuration not changed.\n`);
        return;
      }
      try {
        await define(edited);
        shell.extra(`${what} XML configuration edited.\n`);
        return;
      } catch (error) {
        shell.report(error);
        if (!(await wantsAgain())) throw new Failed();
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The editor's words are its program and arguments; no shell reads them. */
async function runEditor(path: string): Promise<void> {
  const written = process.env['VISUAL'] || process.env['EDITOR'] || 'vi';
  const [program = 'vi', ...args] = written.split(/\s+/).filter((word) => word !== '');
  const status = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(program, [...args, path], { stdio: 'inherit' });
    child.once('error', () => reject(new CommandError(`cannot run the editor '${program}': set VISUAL or EDITOR`)));
    child.once('close', resolve);
  });
  if (status !== 0) throw new CommandError(`the editor '${program}' ended with status ${status}`);
}

async function wantsAgain(): Promise<boolean> {
  if (process.stdin.isTTY !== true) return false;
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y/i.test(await lines.question('Failed. Try again? [y,n]: '));
  } finally {
    lines.close();
  }
}
