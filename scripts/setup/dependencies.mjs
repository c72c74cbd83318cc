import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, step } from './run.mjs';

const lock = join(root, 'package-lock.json');
const installed = join(root, 'node_modules/.package-lock.json');
const stamp = join(root, 'node_modules/.virtweave-lock');

/**
 * Installs the npm dependencies when they are missing or older than package-lock.json. `npm install` and not `npm ci`: a
 * registry that lacks the binaries of some platforms leaves a lock that `npm ci` refuses.
 */
export async function ensureDependencies() {
  if (upToDate()) return;
  await step('Installing npm dependencies', (note) =>
    run(...npm(['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline']), { onLine: note }));
  writeFileSync(stamp, lockHash());
}

function upToDate() {
  const done = statSync(installed, { throwIfNoEntry: false });
  if (done === undefined) return false;
  // A checkout renews the time of an unchanged lock; only then the content is compared.
  if (done.mtimeMs >= statSync(lock).mtimeMs) return true;
  try {
    return readFileSync(stamp, 'utf8') === lockHash();
  } catch {
    return false;
  }
}

function lockHash() {
  return createHash('sha256').update(readFileSync(lock)).digest('hex');
}

/** The npm that runs us, so that a Node without npm on the PATH works too. */
function npm(args) {
  const cli = process.env.npm_execpath;
  return cli?.endsWith('npm-cli.js') ? [process.execPath, [cli, ...args]] : ['npm', args];
}
