// Runs a TypeScript program of a private workspace: node scripts/run-workspace.mjs [--built] ENTRY [ARGUMENT]...
// Our packages are taken from their sources, so that no build is needed; with --built from their dist folders, which
// are brought up to date first.
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const args = process.argv.slice(2);
const built = args[0] === '--built';
if (built) args.shift();

if (built) {
  const build = spawnSync(process.execPath, [`${root}/node_modules/typescript/bin/tsc`, '-b'], { cwd: root, stdio: 'inherit' });
  if (build.status !== 0) process.exit(build.status ?? 1);
}

const hook = new URL('./typescript-loader/register.mjs', import.meta.url).href;
const flags = ['--enable-source-maps', '--import', hook, ...(built ? [] : ['--conditions=@virtweave/source'])];
const child = spawn(process.execPath, [...flags, ...args], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  console.error(`cannot start node: ${error.message}`);
  process.exit(1);
});
child.on('exit', (code, signal) => {
  if (signal !== null) {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  } else process.exit(code ?? 1);
});
