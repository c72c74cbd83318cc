import { spawn } from 'node:child_process';

/** What one line of a program came to, in whatever form its player gives it. */
export interface Answer {
  readonly line: string;
  readonly [result: string]: unknown;
}

export interface Played {
  readonly answers: readonly Answer[];
  readonly events: readonly unknown[];
}

/**
 * Runs a program that reads a task as JSON, and writes what happened as JSON. Our daemon must be able to work meanwhile.
 * `hide` is what the answers are not to show: a folder that is another one each time.
 */
export async function play(program: readonly [string, ...string[]], task: object, hide?: string): Promise<Played> {
  const [command, ...args] = program;
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, LC_ALL: 'C.UTF-8', TZ: 'UTC' } });
  const read = async (stream: NodeJS.ReadableStream): Promise<string> => {
    let text = '';
    for await (const chunk of stream) text += String(chunk);
    return text;
  };
  const ended = new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status, signal) => resolve(String(signal ?? status)));
  });
  child.stdin.on('error', () => undefined); // it ended before it read
  child.stdin.end(JSON.stringify(task));
  const [out, err, status] = await Promise.all([read(child.stdout), read(child.stderr), ended]);
  if (status !== '0') throw new Error(`${program.join(' ')} ended with ${status}: ${err}`);
  return steady(hide === undefined ? out : out.replaceAll(hide, 'FOLDER')) as Played;
}

/** Without what differs from moment to moment. */
function steady(text: string): unknown {
  const steadied = text
    .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b/g, 'RANDOM-UUID')
    .replace(/<creationTime>1\d{9}<\/creationTime>/g, '<creationTime>NOW</creationTime>')
    .replace(/\b1[78]\d{8}\b/g, 'NOW');
  return JSON.parse(steadied);
}
