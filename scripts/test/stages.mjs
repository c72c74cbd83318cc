import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { factsFolder } from '../generate/facts.mjs';
import { ensureNode, otherNodes } from '../setup/node-versions.mjs';
import { root, say } from '../setup/run.mjs';
import { addCounts, noCounts, oneCheck } from './counts.mjs';

const tool = (path) => join(root, 'node_modules', path);

/** The parts of `npm test`, in their order. Each gives its counts; an exception is one failure. */
export const stages = {
  typecheck: async () => {
    const status = (await runNode([tool('typescript/bin/tsc'), '-b'])) || (await runNode([tool('typescript/bin/tsc'), '-p', 'tsconfig.test.json']));
    return oneCheck(status === 0);
  },
  lint: async () => oneCheck((await runNode([tool('eslint/bin/eslint.js'), '.'])) === 0),
  generated: async () => {
    const status = await runNode(['scripts/generate.mjs', '--check']);
    return existsSync(factsFolder) ? oneCheck(status === 0) : noCounts;
  },
  unit: ({ jestArguments }) => unitTests(jestArguments),
  node: otherVersions,
  conformance,
  integration: ({ jestArguments }) => jest([...jestArguments, '--runInBand', '--selectProjects', 'integration']),
  endurance: ({ scale, jestArguments }) => {
    const seed = process.env.ENDURANCE_SEED ?? String(Math.floor(Math.random() * 2 ** 31));
    console.log(`ENDURANCE_SEED=${seed} ENDURANCE_SCALE=${scale}`);
    const env = { ENDURANCE_SEED: seed, ENDURANCE_SCALE: String(scale) };
    return jest([...jestArguments, '--runInBand', '--selectProjects', 'endurance'], env);
  },
  pack: () => withResult(async (file) => {
    await runNode(['scripts/pack-check.mjs', '--json', file]);
    return readResult(file);
  }),
};

function unitTests(jestArguments, program) {
  return jest([...jestArguments, '--ignoreProjects', 'integration', 'endurance'], {}, program);
}

/** The unit tests once more, on each other version of Node. One that cannot be had is one test that was skipped. */
async function otherVersions({ jestArguments }) {
  let total = noCounts;
  for (const major of otherNodes) {
    const { program, why } = await ensureNode(major);
    if (program === undefined) {
      say(`Not tested on Node ${major}: ${why}`);
      total = addCounts(total, { ...noCounts, skipped: 1 });
    } else if (program !== process.execPath) {
      say(`On Node ${major}`);
      total = addCounts(total, await unitTests(jestArguments, program));
    }
  }
  return total;
}

/** One check for each suite: it passes as many cases as recorded. Cases that never passed are no failures. */
function conformance() {
  return withResult(async (file) => {
    const status = await runNode(['scripts/run-workspace.mjs', 'conformance/src/main.ts', '--json', file]);
    // No scores and no failure: there is no corpus here.
    if (!existsSync(file)) return status === 0 ? noCounts : oneCheck(false);
    const record = Object.entries(readJson(join(root, 'conformance/scores.json')));
    const { suites } = readResult(file);
    const held = record.filter(([suite, passed]) => (suites[suite]?.passed ?? 0) >= passed);
    return { passed: held.length, failed: record.length - held.length, skipped: 0 };
  });
}

function jest(args, env, program) {
  return withResult(async (file) => {
    const jestProgram = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', tool('jest/bin/jest.js')];
    const status = await runNode([...jestProgram, '--passWithNoTests', '--json', '--outputFile', file, ...args], env, program);
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites } = readResult(file);
    // Jest may also fail outside of any test.
    const failed = numFailedTests + numRuntimeErrorTestSuites || Number(status !== 0);
    return { passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests };
  });
}

/** Gives `work` the name of a file for its result, and removes the file afterwards. */
async function withResult(work) {
  const folder = mkdtempSync(join(tmpdir(), 'virtweave-test-'));
  try {
    return await work(join(folder, 'result.json'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readResult(file) {
  if (!existsSync(file)) throw new Error('the stage ended without a result');
  return readJson(file);
}

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** Runs a program of Node in the work tree, its output shown as it comes, and gives its exit status. */
function runNode(args, env = {}, program = process.execPath) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', reject);
    child.on('exit', (status, signal) => resolve(status ?? (signal === null ? 1 : 128)));
  });
}
