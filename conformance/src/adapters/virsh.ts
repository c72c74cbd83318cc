import { spawn, execFileSync } from 'node:child_process';
import { constants } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Adapter, CaseFiles } from '../adapter.ts';

interface VirshCase {
  readonly argv: readonly string[];
  readonly script?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly files?: readonly string[];
  readonly filterLinesFrom?: string | null;
  readonly testNode?: string;
  readonly notAsRoot?: boolean;
  readonly pipe?: { readonly leadingSpaces: number; readonly content: string; readonly trailingNul: boolean };
}

/** The real virsh through our daemon, when VIRSH names it; else our own program. */
const real = process.env['VIRSH'];
const program = fileURLToPath(new URL('../virtweave.ts', import.meta.url));

/** A session: all that it says, in order, and its exit status. */
export const run: Adapter = async (testCase, files) => {
  const given = testCase as unknown as VirshCase;
  const folder = await mkdtemp(join(tmpdir(), 'libvirt_virshtest_'));
  try {
    const sources = sourceFolder(given, files);
    const socket = real === undefined ? undefined : await served(folder);
    const through = (text: string): string => (socket === undefined ? text : throughDaemon(text, socket));
    const pipe = join(folder, 'pipe');
    const words = given.argv
      .slice(1)
      .map((word) => word.replace('TESTNODE_XML', files.path(given.testNode ?? '')).replace('{pipe}', pipe))
      .map((word) => through(word.replaceAll('ABS_SRCDIR', sources)));
    if (given.script) words.push(await files.read(given.script));
    const environment = Object.entries(given.env ?? {}).map(([name, value]) => [name, through(value.replaceAll('ABS_SRCDIR', sources))]);
    const feeding = given.pipe ? feed(pipe, given.pipe) : undefined;
    const said = await session(words, Object.fromEntries(environment) as Record<string, string>, given.notAsRoot === true);
    // Who did not read the pipe leaves it waiting for a reader.
    if (feeding) await Promise.race([feeding, readAway(pipe)]);
    const text = socket === undefined ? said : said.replace(/\+unix(:[^\s']*?)\?socket=[^\s&']*&?/g, '$1?').replace(/\?$/gm, '');
    return { expected: given.filterLinesFrom ? without(text, given.filterLinesFrom) : text };
  } finally {
    await stop?.();
    await rm(folder, { recursive: true });
  }
};

let stop: (() => Promise<void>) | undefined;

/** A daemon for this case alone. */
async function served(folder: string): Promise<string> {
  const { Daemon } = await import('@virtweave/daemon');
  const path = join(folder, 'sock');
  const daemon = await Daemon.start({ unix: { path, mode: '0777' } });
  stop = () => daemon.close();
  return path;
}

/** `test:///default?x` is `test+unix:///default?socket=PATH&x` for those who come by the daemon. */
const throughDaemon = (text: string, socket: string): string =>
  text.replace(/\btest:(\/\/\/[^\s?;]*)(\?)?/g, (_, path: string, more?: string) => `test+unix:${path}?socket=${socket}${more ? '&' : ''}`);

/** The folder that the corpus calls by a name of its own: the one above `virshtestdata`. */
function sourceFolder({ files: named = [] }: VirshCase, files: CaseFiles): string {
  const [first] = named;
  if (first === undefined) return '/nonexistent';
  const path = files.path(first);
  return path.slice(0, path.indexOf('/virshtestdata'));
}

/** Both streams of the program go to one place. */
function session(words: readonly string[], environment: Record<string, string>, asNobody: boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    // Another user might not be let into the folder of the sources: the program is only told that it is not root.
    const pretence = asNobody ? ['--import', 'data:text/javascript,process.getuid = () => 65534'] : [];
    const command = real === undefined ? [process.execPath, ...process.execArgv, ...pretence, program] : [real];
    const child = spawn('/bin/sh', ['-c', 'exec "$@" 2>&1', 'sh', ...command, ...words], {
      env: { PATH: process.env['PATH'] ?? '', LANG: 'C', HOME: '/', ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
      ...(asNobody && real !== undefined && process.getuid?.() === 0 && { uid: 65_534, gid: 65_534 }),
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      const text = Buffer.concat(chunks).toString('utf8');
      resolve(code === 0 ? text : `${text}\n## Exit code: ${code}\n`);
    });
  });
}

async function feed(path: string, { leadingSpaces, content, trailingNul }: NonNullable<VirshCase['pipe']>): Promise<void> {
  execFileSync('mkfifo', [path]);
  const pipe = await open(path, 'w');
  try {
    await pipe.write(' '.repeat(leadingSpaces) + content + (trailingNul ? '\0' : ''));
  } finally {
    await pipe.close();
  }
}

/** Opens a pipe that nobody has read, and lets go of it. */
async function readAway(path: string): Promise<void> {
  const pipe = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  await pipe.close();
}

/** Removes in each place where the text occurs all from there to the end of that line; the text may begin with a line's end. */
function without(text: string, from: string): string {
  let rest = text;
  for (let at = rest.indexOf(from); at >= 0; at = rest.indexOf(from, at)) {
    const end = rest.indexOf('\n', at + from.length);
    rest = rest.slice(0, at) + (end < 0 ? '' : rest.slice(end));
  }
  return rest;
}
