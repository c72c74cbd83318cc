import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { onDebian, updatePackageLists } from '../setup/system-packages.mjs';
import { findProgram, run } from '../setup/run.mjs';

/** Metapackages of the kernel that suits a virtual machine; the first that the system's archive has is taken. */
const kernelMeta = ['linux-image-cloud-amd64', 'linux-image-virtual', 'linux-image-amd64'];

/**
 * Names and versions of the packages that the guest is made of: the kernel, its modules where they have a package of their
 * own (Ubuntu), and busybox. Fails with one clear line where they cannot be had.
 *
 * @returns {Promise<{kernel: string, packages: string[], version: string}>} `packages` as `name=version`
 */
export async function guestPackages() {
  if (!onDebian() || findProgram('dpkg') === undefined) {
    throw new Error("The guest is made from Debian's or Ubuntu's kernel and busybox packages, so it can only be made there.");
  }
  const architecture = await run('dpkg', ['--print-architecture']);
  if (architecture !== 'amd64') throw new Error(`The guest is made from amd64 packages, and this system is ${architecture}.`);
  let found = await candidates();
  if (found === undefined && process.getuid?.() === 0) {
    await updatePackageLists();
    found = await candidates();
  }
  if (found === undefined) {
    throw new Error(`The package lists have no kernel (${kernelMeta.join(', ')}) or no busybox-static: apt-get update as root helps.`);
  }
  return found;
}

/** Downloads the packages (no root needed) and unpacks them into `folder`, without installing them. */
export async function unpackPackages(packages, folder) {
  mkdirSync(folder, { recursive: true });
  // APT::Sandbox::User: as root, apt would warn that its own user cannot write here.
  await run('apt-get', ['-q', '-o', 'APT::Sandbox::User=root', 'download', ...packages], { cwd: folder });
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.deb'))) {
    await run('dpkg-deb', ['-x', file, 'root'], { cwd: folder });
  }
  return join(folder, 'root');
}

/**
 * A package and all that it depends on, directly or not, as far as `wanted` says so: `name=version`. Of alternatives the
 * first is taken.
 *
 * @param {(name: string) => boolean} wanted
 * @returns {Promise<string[]>}
 */
export async function dependenciesOf(name, wanted) {
  const found = new Map();
  const add = async (packageName) => {
    const fields = await show(packageName);
    if (fields === undefined) throw new Error(`The package lists have no ${packageName}: apt-get update as root helps.`);
    found.set(packageName, `${packageName}=${fields.Version}`);
    for (const dependency of (fields.Depends ?? '').split(',')) {
      const [next] = dependency.trim().split(/[ :]/);
      if (next !== '' && wanted(next) && !found.has(next)) await add(next);
    }
  };
  await add(name);
  return [...found.values()];
}

async function candidates() {
  const busybox = await show('busybox-static');
  if (busybox === undefined) return undefined;
  for (const meta of kernelMeta) {
    const kernel = await followMeta(meta);
    if (kernel === undefined) continue;
    const release = kernel.Package.replace('linux-image-', '');
    const modules = await show(`linux-modules-${release}`);
    const packages = [kernel, ...(modules ? [modules] : []), busybox].map((p) => `${p.Package}=${p.Version}`);
    return { kernel: release, packages, version: `${release}_${kernel.Version}_busybox_${busybox.Version}` };
  }
  return undefined;
}

async function followMeta(meta) {
  const fields = await show(meta);
  const name = /linux-image-\d[\w.+-]*/.exec(fields?.Depends ?? '')?.[0];
  return name === undefined ? undefined : show(name);
}

/** Fields of the newest version of a package; undefined when there is none. */
async function show(name) {
  const text = await run('apt-cache', ['--no-all-versions', 'show', name]).catch(() => '');
  const fields = {};
  for (const line of text.split('\n')) {
    const [, key, value] = /^([A-Za-z-]+): (.*)$/.exec(line) ?? [];
    if (key !== undefined) fields[key] ??= value;
  }
  return fields.Version === undefined ? undefined : fields;
}
