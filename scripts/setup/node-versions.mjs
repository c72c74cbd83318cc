import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder, run, step } from './run.mjs';

/** The other versions of Node that we promise to work with. */
export const otherNodes = ['22', '24'];

/**
 * The program of another version of Node, from the npm package `node`. It stands apart from our dependencies, since it needs
 * its install script, which fetches the binary, and ours are installed without any.
 *
 * @returns {Promise<{program: string} | {why: string}>} `why`: it could not be had
 */
export async function ensureNode(major) {
  if (process.versions.node.startsWith(`${major}.`)) return { program: process.execPath };
  const folder = join(cacheFolder, 'node', major);
  const program = join(folder, 'node_modules/node/bin/node');
  if (existsSync(program)) return { program };
  try {
    await step(`Fetching Node ${major}`, async (note) => {
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
      const npm = process.env.npm_execpath?.endsWith('npm-cli.js') ? [process.execPath, [process.env.npm_execpath]] : ['npm', []];
      const args = ['install', '--no-audit', '--no-fund', '--no-package-lock', '--prefer-offline', `node@${major}`];
      // Called by npm, we inherit settings of the work tree that would lead this one there.
      const env = { npm_config_local_prefix: '', npm_config_workspace: '', npm_config_ignore_scripts: 'false' };
      await run(npm[0], [...npm[1], ...args], { cwd: folder, env, onLine: note });
    });
  } catch (error) {
    return { why: error.message.split('\n').filter((line) => line.trim() !== '').at(-1) ?? error.message };
  }
  return existsSync(program) ? { program } : { why: 'the npm package `node` brought no program for this machine' };
}
