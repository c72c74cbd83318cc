import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { findProgram, run } from '../setup/run.mjs';

/**
 * Kernel modules out of an unpacked kernel package, those that others depend on first.
 *
 * @param {string} folder lib/modules/VERSION
 * @param {readonly string[]} wanted names; those built into the kernel or absent from it are left out
 * @returns {Promise<{name: string, data: Buffer}[]>}
 */
export async function kernelModules(folder, wanted) {
  const files = new Map();
  for (const entry of readdirSync(join(folder, 'kernel'), { recursive: true })) {
    if (/\.ko(\.xz|\.zst|\.gz)?$/.test(entry)) files.set(moduleName(entry), join(folder, 'kernel', entry));
  }
  const ordered = new Map();
  const add = async (name, path = []) => {
    const file = files.get(name);
    if (file === undefined || ordered.has(name) || path.includes(name)) return;
    const data = await readModule(file);
    for (const needed of dependencies(data)) await add(needed, [...path, name]);
    ordered.set(name, data);
  };
  for (const name of wanted) await add(moduleName(name));
  return [...ordered].map(([name, data]) => ({ name, data }));
}

/** The kernel takes - and _ for the same. */
function moduleName(file) {
  return basename(file).replace(/\.ko(\..*)?$/, '').replaceAll('-', '_');
}

/** `depends=a,b` in the module's .modinfo section: strings, each closed by a zero. */
function dependencies(data) {
  const at = data.indexOf('\0depends=');
  if (at === -1) return [];
  const begin = at + '\0depends='.length;
  const text = data.toString('latin1', begin, data.indexOf(0, begin));
  return text === '' ? [] : text.split(',').map(moduleName);
}

/** Newer releases compress each module; busybox cannot load those. */
async function readModule(file) {
  const program = { xz: 'xz', zst: 'zstd', gz: 'gzip' }[file.split('.').at(-1)];
  if (program === undefined) return readFileSync(file);
  if (findProgram(program) === undefined) throw new Error(`${program} is needed to unpack ${basename(file)}`);
  return run(program, ['-dc', file], { binary: true });
}
