import {
  closeSync, copyFileSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, rmSync,
  statSync, writeFileSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { cacheFolder, step } from '../setup/run.mjs';
import { agentVariant } from './agent.mjs';
import { cpio } from './cpio.mjs';
import { guestPackages, unpackPackages } from './debian-packages.mjs';
import { kernelModules } from './modules.mjs';

const folder = join(cacheFolder, 'guest');
/** Names the guest in use: {@link ensureGuest}'s answer. Integration tests read it. */
const currentFile = (variant) => join(folder, variant === 'plain' ? 'current.json' : `current-${variant}.json`);
const ownFiles = ['linux.mjs', 'cpio.mjs', 'modules.mjs', 'init.sh', 'udhcpc-script.sh'];

/** What an ordinary guest has for hardware; what the kernel lacks or has built in is left out. */
const wantedModules = [
  'virtio_pci', 'virtio_blk', 'virtio_net', 'virtio_console', 'virtio_balloon', 'virtio_rng', 'button', 'evdev',
  'virtio_scsi', 'sd_mod', 'sr_mod', 'ata_piix', 'ahci',
];

/** Kinds of guests: what they have more than the plain one. */
const variants = {
  plain: { ownFiles: [], modules: [], packages: async () => [], entries: () => [] },
  agent: agentVariant,
};

/**
 * A small Linux guest: Debian's (or Ubuntu's) own kernel, and an initramfs with busybox and the modules of virtio
 * devices. It writes a line that begins with READY to its serial console, gives a shell there, and powers off when the
 * ACPI power button is pressed. Made once, from downloaded packages and without root, and kept in .cache/guest.
 *
 * @param {'plain'|'agent'} variant `agent`: with QEMU's guest agent
 * @returns {Promise<{kernel: string, initrd: string, release: string, packages: string[]}>} absolute paths
 */
export async function ensureGuest(variant = 'plain') {
  const title = variant === 'plain' ? 'Making a Linux guest' : `Making a Linux guest (${variant})`;
  return currentGuest(variant) ?? (await step(title, (note) => makeGuest(variant, note)));
}

/** The guest that {@link ensureGuest} made; undefined when there is none, or it was made by an older recipe. */
export function currentGuest(variant = 'plain') {
  try {
    const { name, ...guest } = JSON.parse(readFileSync(currentFile(variant), 'utf8'));
    const paths = { kernel: join(folder, name, 'vmlinuz'), initrd: join(folder, name, 'initrd.cpio') };
    if (guest.recipe !== recipe(variant) || !existsSync(paths.kernel) || !existsSync(paths.initrd)) return undefined;
    return { ...paths, release: guest.release, packages: guest.packages };
  } catch {
    return undefined;
  }
}

async function makeGuest(variant, note) {
  removeLeftovers();
  note('looking for packages');
  const { kernel, packages: base, version } = await guestPackages();
  const more = await variants[variant].packages();
  const packages = [...base, ...more];
  const name = [version, ...more.slice(0, 1), recipe(variant)].join('_').replaceAll(/[^\w.+-]/g, '-');
  if (!existsSync(join(folder, name))) {
    const fresh = join(folder, `.new-${process.pid}`);
    mkdirSync(fresh, { recursive: true });
    try {
      note('downloading');
      const tree = await unpackPackages(packages, join(fresh, 'packages'));
      note('writing the initramfs');
      copyFileSync(join(tree, 'boot', `vmlinuz-${kernel}`), join(fresh, 'vmlinuz'));
      writeFileSync(join(fresh, 'initrd.cpio'), cpio(await initramfs(variant, tree, kernel)));
      rmSync(join(fresh, 'packages'), { recursive: true });
      for (const file of ['vmlinuz', 'initrd.cpio']) sync(join(fresh, file));
      renameAt(fresh, join(folder, name));
    } finally {
      rmSync(fresh, { recursive: true, force: true });
    }
  }
  const temporary = `${currentFile(variant)}.${process.pid}`;
  writeFileSync(temporary, `${JSON.stringify({ name, release: kernel, packages, recipe: recipe(variant) }, null, 2)}\n`);
  renameSync(temporary, currentFile(variant));
  return currentGuest(variant);
}

async function initramfs(variant, tree, kernel) {
  const modulesFolder = ['lib', 'usr/lib'].map((lib) => join(tree, lib, 'modules', kernel)).find((path) => existsSync(path));
  const modules = modulesFolder === undefined ? [] : await kernelModules(modulesFolder, [...wantedModules, ...variants[variant].modules]);
  const busybox = ['bin', 'usr/bin'].map((bin) => join(tree, bin, 'busybox')).find((path) => existsSync(path));
  if (busybox === undefined) throw new Error('busybox-static has no busybox');
  const own = (name) => readFileSync(new URL(name, import.meta.url));
  const dir = (path) => ({ path, mode: 0o040755 });
  const program = (path, data) => ({ path, mode: 0o100755, data });
  return [
    ...['bin', 'dev', 'etc', 'modules', 'proc', 'root', 'run', 'sys', 'tmp'].map(dir),
    { path: 'dev/console', mode: 0o020600, device: [5, 1] },
    { path: 'dev/null', mode: 0o020666, device: [1, 3] },
    program('init', own('init.sh')),
    program('bin/busybox', readFileSync(busybox)),
    program('bin/udhcpc-script', own('udhcpc-script.sh')),
    ...applets.map((name) => ({ path: `bin/${name}`, mode: 0o120777, data: 'busybox' })),
    ...modules.map(({ name, data }) => ({ path: `modules/${name}.ko`, mode: 0o100644, data })),
    { path: 'modules/order', mode: 0o100644, data: modules.map(({ name }) => `${name}\n`).join('') },
    ...variants[variant].entries(tree),
  ];
}

/** A change of the recipe makes a new guest. */
function recipe(variant) {
  const hash = createHash('sha256');
  for (const name of [...ownFiles, ...variants[variant].ownFiles]) hash.update(readFileSync(new URL(name, import.meta.url)));
  return hash.digest('hex').slice(0, 12);
}

function sync(path) {
  const file = openSync(path, 'r+');
  fsyncSync(file);
  closeSync(file);
}

/** When another process was faster, its folder is as good as ours. */
function renameAt(from, to) {
  try {
    renameSync(from, to);
  } catch (error) {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  }
}

/** Folders of processes that were ended half-way. */
function removeLeftovers() {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder).filter((entry) => entry.startsWith('.new-'))) {
    const path = join(folder, name);
    if (Date.now() - statSync(path).mtimeMs > 3_600_000) rmSync(path, { recursive: true, force: true });
  }
}

const applets = `ash awk basename cat chmod chown clear cmp cp cttyhack cut date dd df dhcprelay dmesg du echo env false fdisk
  find free grep halt head hexdump hostname id ifconfig insmod ip kill less ln ls lsmod lspci md5sum mkdir mke2fs mkfifo
  mknod more mount mv nc netstat nproc nslookup od ping poweroff printf ps pwd readlink reboot reset rm rmdir rmmod route
  sed seq setsid sh sha256sum sleep sort stat stty sync tail tee test time top touch tr true tty udhcpc umount uname uptime
  vi wc wget which xargs yes`.split(/\s+/);
