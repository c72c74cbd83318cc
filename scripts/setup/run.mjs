import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The top folder of the work tree. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** What is made here and not checked in. */
export const cacheFolder = join(root, '.cache');

/** What a step says: one line to standard error, so that standard output stays the program's own. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** Full path of a program on the PATH, undefined when there is none. */
export function findProgram(name) {
  // Debian's root PATH has these, that of an ordinary user often has not.
  for (const folder of [...(process.env.PATH ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin']) {
    if (folder === '') continue;
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      if (statSync(path).isFile()) return path;
    } catch {
      // not here
    }
  }
  return undefined;
}

/**
 * Runs a program to its end and gives its standard output. A failure is an Error that carries the end of what the
 * program said. `onLine` gets each line as it comes, `statusLine` those of descriptor 3.
 */
export function run(program, args, { cwd = root, env = {}, onLine, statusLine, binary = false } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = ['ignore', 'pipe', 'pipe', ...(statusLine ? ['pipe'] : [])];
    const child = spawn(program, args, { cwd, env: { ...process.env, LC_ALL: 'C', ...env }, stdio });
    const out = [];
    const tail = [];
    const keep = (line) => {
      tail.push(line);
      if (tail.length > 15) tail.shift();
      onLine?.(line);
    };
    if (binary) child.stdout.on('data', (data) => out.push(data));
    else lines(child.stdout, (line) => { out.push(line); keep(line); });
    lines(child.stderr, keep);
    if (statusLine) lines(child.stdio[3], statusLine);
    child.on('error', (error) => reject(new Error(`cannot run ${program}: ${error.message}`, { cause: error })));
    child.on('close', (status, signal) => {
      if (status === 0) resolve(binary ? Buffer.concat(out) : out.join('\n'));
      else reject(new Error(`${program} ${args.join(' ')} ended with ${signal ?? `status ${status}`}\n${tail.join('\n')}`));
    });
  });
}

function lines(stream, each) {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop();
    for (const line of parts) each(line);
  });
  stream.on('end', () => { if (rest !== '') each(rest); });
}

/**
 * Shows that a long step is going on: at a terminal one line that is rewritten, elsewhere a line at its beginning and one
 * at its end. Answers what `work` answers.
 */
export async function step(title, work) {
  const terminal = process.stderr.isTTY === true;
  const begin = performance.now();
  const seconds = () => `${((performance.now() - begin) / 1000).toFixed(1)} s`;
  let note = '';
  const draw = () => process.stderr.write(`\r\x1b[K${title} ... ${note === '' ? '' : `${note} `}(${seconds()})`);
  if (!terminal) say(`${title} ...`);
  const timer = terminal ? setInterval(draw, 100) : undefined;
  const clear = () => { if (terminal) { clearInterval(timer); process.stderr.write('\r\x1b[K'); } };
  try {
    const result = await work((text) => { note = text; });
    clear();
    say(`${title}: done in ${seconds()}`);
    return result;
  } catch (error) {
    clear();
    say(`${title}: failed after ${seconds()}`);
    throw error;
  }
}
