// npm start [-- --json FILE]: sets everything up, then boots a Linux guest from a document of virt-install and shows what
// can be done with it. Where QEMU cannot be had it says why, and shows the same on the embedded test driver.
// Exit status: 0 it went well; 1 it failed; 2 wrong arguments; 3 no QEMU, and CI is set.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuild, ensureDependencies, ensureGuest, ensureSystemPackages } from './setup.mjs';
import { cacheFolder, findProgram, root, say } from './setup/run.mjs';

const options = readOptions();
await ensureDependencies();
await ensureBuild();
const machine = await ensureMachine();
// The test driver takes over where there is no QEMU; a CI run must not take that for a success.
const status = machine.why !== undefined && process.env.CI ? 3 : 0;
if (machine.why !== undefined) say(`No QEMU guest here. ${machine.why} Going on with the embedded test driver.`);

await import('./typescript-loader/register.mjs');
const { mainJob } = await import('../examples/src/main-job/main-job.ts');

// Short, as the path of a unix socket takes no more than 107 bytes.
const folder = mkdtempSync(join(tmpdir(), 'virtweave-'));
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => stop.abort(new Error(`ended by ${signal}`)));
try {
  const screenshot = join(cacheFolder, 'start', 'first-guest.png');
  mkdirSync(join(cacheFolder, 'start'), { recursive: true });
  const result = await mainJob({ ...jobFor(machine), screenshot, say: (line) => console.log(line), signal: stop.signal });
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(result, null, 2)}\n`);
  process.exitCode = status;
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function readOptions() {
  try {
    return parseArgs({ options: { json: { type: 'string' } } }).values;
  } catch (error) {
    say(`${error.message}\nUsage: npm start [-- --json FILE]`);
    process.exit(2);
  }
}

/** QEMU and a guest for it, or why there is none. */
async function ensureMachine() {
  const packages = await ensureSystemPackages(['qemu-system-x86', 'qemu-utils']);
  if (!packages.ok) return { why: packages.why };
  try {
    return { guest: await ensureGuest() };
  } catch (error) {
    return { why: error.message };
  }
}

function jobFor({ guest }) {
  const document = readFileSync(join(root, 'examples/documents/virt-install.xml'), 'utf8');
  if (guest === undefined) return { uri: 'test:///default', xml: document.replace('type="qemu"', 'type="test"') };
  const disk = join(folder, 'first-guest.qcow2');
  execFileSync(findProgram('qemu-img'), ['create', '-q', '-f', 'qcow2', disk, '1G']);
  const xml = withFiles(document, {
    '/var/lib/libvirt/boot/vmlinuz': guest.kernel,
    '/var/lib/libvirt/boot/initrd.cpio': guest.initrd,
    '/var/lib/libvirt/images/first-guest.qcow2': disk,
    '/usr/bin/qemu-system-x86_64': findProgram('qemu-system-x86_64'),
  });
  return { uri: `qemu:///embed?root=${encodeURIComponent(join(folder, 'root')).replaceAll('%2F', '/')}`, xml };
}

/** The document with our files in the place of those that virt-install was told. */
function withFiles(document, files) {
  for (const [theirs, ours] of Object.entries(files)) {
    if (document.split(theirs).length !== 2) throw new Error(`the document must name ${theirs} exactly once`);
    const escaped = ours.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
    document = document.replace(theirs, () => escaped);
  }
  return document;
}
