// What a newcomer gets: packs every package, installs the tarballs into an empty folder, and runs each README's first
// example there. Also checks what is in the tarballs, and with publint and attw how they can be imported.
//   node scripts/pack-check.mjs [--json FILE] [--keep]
// --json writes the counts; --keep leaves the folder, and says where it is.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { contentProblems } from './pack-check/contents.mjs';
import { firstExample } from './pack-check/example.mjs';
import { ensureBuild, ensureDependencies } from './setup.mjs';
import { findProgram, root, run } from './setup/run.mjs';

const { values: options } = parseArgs({
  options: { keep: { type: 'boolean', default: false }, json: { type: 'string' } },
});
const exampleTimeout = 60_000;
const counts = { passed: 0, failed: 0, skipped: 0 };

await ensureDependencies();
await ensureBuild();
const folder = mkdtempSync(join(tmpdir(), 'virtweave-pack-'));
try {
  await checkAll();
} finally {
  if (options.keep) console.log(`kept: ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
}
if (options.json !== undefined) writeFileSync(options.json, JSON.stringify(counts));
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed > 0 ? 1 : 0;

async function checkAll() {
  const packages = await pack();
  for (const { name, tarball, files, unpacked } of packages) {
    report(`${name}: files`, contentProblems(files, unpacked));
    report(`${name}: publint`, await lintPackage(tarball));
    report(`${name}: attw`, await checkTypes(tarball));
  }
  const app = join(folder, 'app');
  mkdirSync(app);
  writeFileSync(join(app, 'package.json'), JSON.stringify({ name: 'newcomer', private: true, type: 'module' }));
  await npm(['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline', ...packages.map(({ tarball }) => tarball)], app);
  report('installing the tarballs', []);
  for (const { name, unpacked } of packages) await runExample(name, app, join(unpacked, 'README.md'));
}

/** Packs every package as it is published, with its `prepack`, and unpacks it again to see what is in it. */
async function pack() {
  const names = readdirSync(join(root, 'packages'));
  const args = ['pack', '--json', '--silent', '--pack-destination', folder];
  const listed = JSON.parse(await npm([...args, ...names.flatMap((name) => ['-w', `packages/${name}`])], root));
  const packages = [];
  for (const { name, filename, files } of Object.values(listed)) {
    const tarball = join(folder, filename);
    const unpacked = join(folder, 'unpacked', name);
    mkdirSync(unpacked, { recursive: true });
    await run('tar', ['-xzf', tarball, '--strip-components=1', '-C', unpacked]);
    packages.push({ name, tarball, unpacked, files: files.map(({ path }) => path) });
  }
  return packages;
}

async function lintPackage(tarball) {
  const { publint } = await import('publint');
  const { formatMessage } = await import('publint/utils');
  const { messages, pkg } = await publint({ pack: { tarball: new Uint8Array(readFileSync(tarball)).buffer }, strict: true });
  return messages.map((message) => formatMessage(message, pkg, { color: false }));
}

async function checkTypes(tarball) {
  const attw = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js');
  const args = [attw, tarball, '--profile', 'esm-only', '--no-emoji', '--no-color', '--format', 'ascii'];
  return run(process.execPath, args).then(() => [], (error) => [error.message]);
}

async function runExample(name, app, readme) {
  const title = `${name}: example of the README`;
  let example;
  try {
    example = firstExample(readFileSync(readme, 'utf8'));
  } catch (error) {
    return report(title, [error.message]);
  }
  if (example === undefined) return report(title, ['the README has no JavaScript example']);
  const missing = example.needs.filter((program) => findProgram(program) === undefined);
  if (missing.length > 0) return skip(title, `needs ${missing.join(', ')}`);
  const file = join(app, `${name.replace(/\W+/g, '-')}.mjs`);
  writeFileSync(file, example.code);
  report(title, await runNode(file, app));
}

async function runNode(file, cwd) {
  try {
    await promisify(execFile)(process.execPath, [file], { cwd, timeout: exampleTimeout });
    return [];
  } catch (error) {
    return [error.killed ? `still running after ${exampleTimeout / 1000} s` : error.message];
  }
}

function npm(args, cwd) {
  const cli = process.env.npm_execpath;
  return cli?.endsWith('npm-cli.js') ? run(process.execPath, [cli, ...args], { cwd }) : run('npm', args, { cwd });
}

function report(title, problems) {
  counts[problems.length === 0 ? 'passed' : 'failed']++;
  console.log(`${problems.length === 0 ? 'ok    ' : 'FAILED'} ${title}`);
  for (const problem of problems) console.log(`         ${problem.replaceAll('\n', '\n         ')}`);
}

function skip(title, reason) {
  counts.skipped++;
  console.log(`SKIPPED ${title}: ${reason}`);
}
