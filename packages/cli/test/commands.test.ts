import { expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { percentDone } from '../src/progress.ts';
import { runScript } from './run-script.ts';

const unsupported = (name: string): string => `error: this function is not supported by the connection driver: ${name}\n`;

test.each([
  ['blockjob test vda --raw --abort', 'error: Options --raw and --abort are mutually exclusive\n', 1],
  ['blockpull test vda --verbose', 'error: Option --wait is required by option --verbose\n', 1],
  ['blockcommit test vda --async', 'error: --async requires at least one of --timeout, --wait, --pivot, or --keep-overlay\n', 1],
  ['blockcopy test vda', 'error: need either --dest or --xml\n', 1],
  [
    'blockcopy test vda --dest /x --format qcow2 --blockdev --print-xml',
    "<disk type='block'>\n  <source dev='/x'/>\n  <driver type='qcow2'/>\n</disk>\n",
    0,
  ],
  ['domjobinfo test --keep-completed', 'error: Option --completed is required by option --keep-completed\n', 1],
  ['domdirtyrate-calc test --mode x', "error: Unknown calculation mode 'x'\n", 1],
  ['domsetlaunchsecstate test --secret /x', 'error: Both secret and the secret header are required\n', 1],
  ['migrate-setmaxdowntime test 0', 'error: migrate: Invalid downtime\n', 1],
  ['migrate test x --timeout 5', 'error: migrate: Unexpected timeout for offline migration\n', 1],
  ['migrate test x --postcopy-resume', 'error: Option --postcopy is required by option --postcopy-resume\n', 1],
  ['migrate test qemu:///system --p2p', 'error: Attempt to migrate guest to the same host\n', 1],
  ['update-memory-device test', 'error: no memory device found\n', 1],
  ['dom-fd-associate test group x', "error: Unable to parse FD number 'x'\n", 1],
  ['shutdown test --mode acpi,', "error: Unknown mode  value, expecting 'acpi', 'agent', 'initctl', 'signal', or 'paravirt'\n", 1],
  ['reboot test --mode x', "error: Unknown mode x value, expecting 'acpi', 'agent', 'initctl', 'signal' or 'paravirt'\n", 1],
  ['start test --console', 'error: Domain is already active\n', 1],
  ['undefine test --wipe-storage', "error: '--wipe-storage' requires '--storage <string>' or '--remove-all-storage'\n", 1],
  ['undefine test --storage vda', 'error: Storage volume deletion is supported only on stopped domains\n', 1],
  ['undefine test --keep-nvram; domname 1', 'test\n', 0],
  ['managedsave test; undefine test', 'error: Refusing to undefine while domain managed save image exists\n', 1],
  ['event --list --timeout 0', expect.stringContaining('lifecycle\n'), 0],
  // Where virsh calls an older function than we do, that one is named.
  ['domjobabort test', unsupported('virDomainAbortJob'), 1],
  ['domjobabort test --postcopy', unsupported('virDomainAbortJobFlags'), 1],
  ['domjobinfo test', unsupported('virDomainGetJobInfo'), 1],
  ['secret-list', `error: Failed to count secrets\n${unsupported('virConnectNumOfSecrets')}`, 1],
])('%s', async (script, text, status) => expect(await runScript(script)).toEqual({ text, status }));

test('percents', () => {
  expect([0n, 1n, 99n, 100n].map((remaining) => percentDone(remaining, 100n))).toEqual([100, 99, 1, 0]);
  expect(percentDone(1n, 10_000n)).toBe(99);
  expect(percentDone(5n, 0n)).toBe(0);
});

test('what the editor leaves is defined, and a title has no end of line', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cli-edit-'));
  const before = process.env['EDITOR'];
  delete process.env['VISUAL'];
  const edit = async (program: string, script: string): Promise<string> => {
    const path = join(folder, 'editor');
    await writeFile(path, `#!/bin/sh\n${program}\n`, { mode: 0o700 });
    process.env['EDITOR'] = path;
    return (await runScript(script)).text;
  };
  try {
    const crash = `sed -i 's#<on_crash>destroy#<on_crash>restart#' "$1"`;
    expect(await edit(crash, 'edit test --skip-validate; dumpxml test --inactive --xpath //on_crash')).toBe('<on_crash>restart</on_crash>\n');
    expect(await edit(`echo title > "$1"`, 'desc test --title --edit; list --title')).toMatch(/test +running +title$/m);
    expect(await edit(`echo '<broken' > "$1"`, 'edit test')).toMatch(/^error: /);
    expect(await edit('exit 3', 'net-edit default')).toMatch(/ended with status 3/);
  } finally {
    if (before === undefined) delete process.env['EDITOR'];
    else process.env['EDITOR'] = before;
    await rm(folder, { recursive: true });
  }
});
