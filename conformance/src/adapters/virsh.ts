import { spawn, execFileSync } from 'node:child_process';
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

const program = fileURLToPath(new URL('../../../packages/cli/src/main.ts', import.meta.url));

/** A session of virsh: all that it says, in order, and its exit status. */
export const run: Adapter = async (testCase, files) => {
  const given = testCase as unknown as VirshCase;
  const folder = await mkdtemp(join(tmpdir(), 'libvirt_virshtest_'));
  try {
    const sources = sourceFolder(given, files);
    const pipe = join(folder, 'pipe');
    const words = given.argv
      .slice(1)
      .map((word) => word.replace('TESTNODE_XML', files.path(given.testNode ?? '')).replace('{pipe}', pipe))
      .map((word) => word.replaceAll('ABS_SRCDIR', sources));
    if (given.script) words.push(await files.read(given.script));
    const environment = Object.entries(given.env ?? {}).map(([name, value]) => [name, value.replaceAll('ABS_SRCDIR', sources)]);
    const feeding = given.pipe ? feed(pipe, given.pipe) : undefined;
    const text = await session(words, Object.fromEntries(environment) as Record<string, string>, given.notAsRoot === true);
    await feeding;
    return { expected: given.filterLinesFrom ? without(text, given.filterLinesFrom) : text };
  } finally {
    await rm(folder, { recursive: true });
  }
};

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
    const child = spawn('/bin/sh', ['-c', 'exec "$@" 2>&1', 'sh', process.execPath, ...process.execArgv, program, ...words], {
      env: { PATH: process.env['PATH'] ?? '', LANG: 'C', HOME: '/', ...environment },
      stdio: ['ignore', 'pipe', 'inherit'],
      ...(asNobody && process.getuid?.() === 0 && { uid: 65_534, gid: 65_534 }),
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

/** Removes in each place where the text occurs all from there to the end of that line; the text may begin with a line's end. */
function without(text: string, from: string): string {
  let rest = text;
  for (let at = rest.indexOf(from); at >= 0; at = rest.indexOf(from, at)) {
    const end = rest.indexOf('\n', at + from.length);
    rest = rest.slice(0, at) + (end < 0 ? '' : rest.slice(end));
  }
  return rest;
}
