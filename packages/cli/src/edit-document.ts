import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { CommandError, Failed } from './errors.ts';
import type { Shell } from './shell.ts';

/** What is edited, and what is said about it. */
export interface Editing {
  /** `Network default`: in front of `XML configuration not changed.`, unless {@link notChanged} says it otherwise. */
  readonly what: string;
  readonly notChanged?: string;
  /** The document as it is now. */
  read(): Promise<string>;
  /**
   * Puts the edited document in its place.
   *
   * @param validate the user did not wish away that it is checked against the schema
   * @returns what is said then, when that is not the usual
   */
  define(edited: string, validate: boolean): Promise<unknown>;
  /** {@link Editing.define} checks the document against its schema, which the user may wish away. */
  readonly validates?: boolean;
}

/**
 * Has the user edit a document in the editor that `VISUAL` or `EDITOR` names, and hands it on; what is refused, or was changed
 * by someone else meanwhile, may be edited again.
 *
 * @throws CommandError if there is no editor; Failed if the user gave up
 */
export async function editDocument(shell: Shell, editing: Editing): Promise<void> {
  const original = await editing.read();
  const edited = await editedText(original, '.xml', async (text) => {
    if (text === original) return true;
    let [checked, validate] = [true, editing.validates === true];
    for (;;) {
      try {
        if (checked && (await editing.read()) !== original) {
          throw new CommandError('ERROR: The XML configuration was changed by another user.');
        }
        const said = await editing.define(text, validate);
        shell.extra(typeof said === 'string' ? said : `${editing.what} XML configuration edited.\n`);
        return true;
      } catch (error) {
        shell.report(error);
      }
      const answer = await ask(shell, editing.validates === true && validate);
      if (answer === 'n') throw new Failed();
      if (answer === 'y') return false;
      if (answer === 'f') checked = false;
      else validate = false;
    }
  });
  if (edited === original) shell.extra(editing.notChanged ?? `${editing.what} XML configuration not changed.\n`);
}

/**
 * Has the user edit a text.
 *
 * @param accept whether the text is good; if not, the editor is started again
 * @returns the text
 */
export async function editedText(
  text: string,
  suffix: string,
  accept: (text: string) => Promise<boolean> = () => Promise.resolve(true),
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'virtweave-edit-'));
  try {
    const path = join(folder, `document${suffix}`);
    await writeFile(path, text, { mode: 0o600 });
    for (;;) {
      await runEditor(path);
      const edited = await readFile(path, 'utf8');
      if (await accept(edited)) return edited;
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

type Answer = 'y' | 'n' | 'f' | 'i';

/** What to do with a document that was refused. Where nobody can be asked, it is thrown away. */
async function ask(shell: Shell, validates: boolean): Promise<Answer> {
  if (process.stdin.isTTY !== true) return 'n';
  const answers = validates ? 'y,n,i,f' : 'y,n,f';
  for (;;) {
    const lines = createInterface({ input: process.stdin, output: process.stdout });
    let answer: string;
    try {
      answer = (await lines.question(`Failed. Try again? [${answers},?]: `)).trim().toLowerCase();
    } finally {
      lines.close();
    }
    if (answer !== '' && answers.split(',').includes(answer)) return answer as Answer;
    shell.print(
      'y - yes, start editor again\n' +
        'n - no, throw away my changes\n' +
        (validates ? 'i - turn off validation and try to redefine again\n' : '') +
        'f - force, try to redefine again\n' +
        '? - print this help\n',
    );
  }
}
