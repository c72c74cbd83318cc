// npm run virsh-diff [-- --cli] [--grep TEXT] [--help-texts]: says the same command lines to libvirtd's and to our test+unix:///default, by the
// same virsh, and compares what it prints on both streams, and how it ends. With --cli our own program says them to our driver.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Daemon } from '@virtweave/daemon';
import { exceptions } from './exceptions.ts';
import { compareHelp } from './help.ts';
import { files, lines } from './lines.ts';

const { values } = parseArgs({ options: { cli: { type: 'boolean', default: false }, grep: { type: 'string' }, limit: { type: 'string', default: '40' }, 'help-texts': { type: 'boolean', default: false } } });

interface Said {
  readonly out: string;
  readonly err: string;
  readonly status: number | null;
}

const virsh = ['/usr/bin/virsh'] as const;
const cli = [process.execPath, fileURLToPath(new URL('../../../packages/cli/dist/main.cjs', import.meta.url))] as const;
if (values['help-texts']) process.exit(compareHelp(virsh, cli) === 0 ? 0 : 1);
const folder = await mkdtemp(join(tmpdir(), 'virsh-diff-'));
let libvirtd: ChildProcess | undefined;
let daemon: Daemon | undefined;
try {
  for (const program of ['/usr/bin/virsh', '/usr/sbin/libvirtd']) {
    if (!existsSync(program)) throw new Error(`${program} is not there: apt-get install libvirt-daemon-system libvirt-clients`);
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const theirs = join(folder, 'libvirt', 'libvirt-sock');
  const ours = join(folder, 'virtweave-sock');
  libvirtd = await startLibvirtd(join(folder, 'libvirt'), theirs);
  daemon = await Daemon.start({ unix: { path: ours } });

  const wanted = lines.filter(({ script }) => values.grep === undefined || script.includes(values.grep));
  const different: string[] = [];
  const excepted = new Map<string, number>();
  let equal = 0;
  for (const { script, readOnly } of wanted) {
    const [theirSaid, ourSaid] = await Promise.all([
      say(virsh, theirs, script, readOnly, 'a'),
      values.cli ? say(cli, undefined, script, readOnly, 'b') : say(virsh, ours, script, readOnly, 'b'),
    ]);
    if (same(theirSaid, ourSaid)) {
      equal += 1;
      continue;
    }
    const exception = exceptions.find((each) => each.lines.test(script));
    if (exception) excepted.set(exception.reason, (excepted.get(exception.reason) ?? 0) + 1);
    else different.push(difference(script, theirSaid, ourSaid));
  }
  console.log(different.slice(0, Number(values.limit)).join('\n'));
  for (const [reason, count] of excepted) console.log(`excepted: ${count}: ${reason}`);
  console.log(`virsh-diff: ${wanted.length} command lines, ${equal} equal, ${wanted.length - equal - different.length} excepted, ${different.length} different`);
  process.exitCode = different.length === 0 ? 0 : 1;
} finally {
  await daemon?.close();
  libvirtd?.kill();
  await rm(folder, { recursive: true, force: true });
}

async function startLibvirtd(place: string, socket: string): Promise<ChildProcess> {
  await mkdir(place, { mode: 0o700 });
  const config = join(place, 'libvirtd.conf');
  await writeFile(config, `unix_sock_dir = "${place}"\nauth_unix_rw = "none"\nauth_unix_ro = "none"\n`);
  const child = spawn('/usr/sbin/libvirtd', ['--config', config, '--pid-file', join(place, 'pid')], { stdio: 'ignore' });
  for (let waited = 0; !existsSync(socket); waited += 50) {
    if (child.exitCode !== null || waited > 20_000) throw new Error('libvirtd does not start: does another one run?');
    await sleep(50);
  }
  return child;
}

/** What both say in a place of their own is replaced by names, and what differs from moment to moment left out. */
async function say(
  [program, ...first]: readonly [string, ...string[]],
  socket: string | undefined,
  script: string,
  readOnly: boolean,
  side: string,
): Promise<Said> {
  const out = join(folder, `out-${side}`);
  const text = script.replace(/\{(\w+)\}/g, (_, name: string) => (name === 'out' ? out : join(folder, name)));
  const uri = socket === undefined ? 'test:///default' : `test+unix:///default?socket=${socket}`;
  const child = spawn(program, [...first, ...(readOnly ? ['-r'] : []), '-c', uri, text], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
    timeout: 20_000,
  });
  const read = async (stream: NodeJS.ReadableStream): Promise<string> => {
    let all = '';
    for await (const chunk of stream) all += String(chunk);
    return all.replaceAll(uri, 'URI').replaceAll(out, 'OUT');
  };
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr, status] = await Promise.all([read(child.stdout), read(child.stderr), ended]);
  await rm(out, { force: true });
  return { out: steady(stdout), err: steady(stderr), status };
}

function steady(text: string): string {
  return text
    .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b/g, 'RANDOM-UUID')
    .replace(/^(CPU time: +).*/gm, '$1TIME')
    .replace(/^(Time: +).*/gm, '$1TIME')
    .replace(/<creationTime>\d+<\/creationTime>/g, '<creationTime>NOW</creationTime>')
    .replace(/\b1[78]\d{8}\b/g, 'NOW')
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4}/g, 'DATE')
    .replace(/^(\s+(cpu|vcpu)_time +)[\d.]+ seconds/gm, '$1TIME');
}

function same(one: Said, other: Said): boolean {
  return one.out === other.out && one.err === other.err && one.status === other.status;
}

function difference(script: string, theirs: Said, ours: Said): string {
  const parts = [`=== ${script}`];
  if (theirs.status !== ours.status) parts.push(`  status: ${theirs.status} there, ${ours.status} here`);
  for (const stream of ['out', 'err'] as const) {
    const [there, here] = [theirs[stream].split('\n'), ours[stream].split('\n')];
    const onlyThere = there.filter((line) => !here.includes(line));
    const onlyHere = here.filter((line) => !there.includes(line));
    parts.push(...onlyThere.slice(0, 6).map((line) => `  - ${line}`), ...onlyHere.slice(0, 6).map((line) => `  + ${line}`));
    if (theirs[stream] !== ours[stream] && onlyThere.length + onlyHere.length === 0) parts.push(`  std${stream}: other order, or other blanks`);
  }
  return parts.join('\n');
}
