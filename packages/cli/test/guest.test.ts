import { expect, test } from '@jest/globals';
import { keyNumber } from '../src/commands/domain/key-names.ts';
import { runScript } from './run-script.ts';

test.each([
  ['send-key test KEY_NOPE', "error: invalid keycode: 'KEY_NOPE'\n", 1],
  ['send-key test --codeset nope 3', "error: unknown codeset: 'nope'\n", 1],
  ['send-key test KEY_LEFTCTRL KEY_C', '', 0],
  ['send-process-signal test 1 nope', 'error: malformed signal name: nope\n', 1],
  ['send-process-signal test 1 SIGTERM', '', 0],
  ['set-user-password test root secret', '', 0],
  ['dompmsuspend test x', 'error: Invalid target\n', 1],
  ['domhostname test --source x', "error: Unknown data source 'x'\n", 1],
  ['set-lifecycle-action test x y', "error: Invalid lifecycle type 'x'.\n", 1],
  ['set-lifecycle-action test poweroff y', "error: Invalid lifecycle action 'y'.\n", 1],
  ['domfsinfo test', ' /       vda1   ext4   vda\n /boot   vda2   ext4   vda\n', 0],
  ['dump test /nowhere --format elf', 'error: --format only works with --memory-only\n', 1],
  ['managedsave test; start test; domstate test', 'running\n', 0],
])('%s', async (script, text, status) => expect(await runScript(script)).toEqual({ text, status }));

test('keys by name and number', () => {
  const keys = ['KEY_ESC', 'KEY_ENTER', 'KEY_102ND', 'KEY_F24', 'KEY_MICMUTE', '0x1e', '0', 'ENTER', 'KEY_'];
  expect(keys.map((key) => keyNumber('linux', key))).toEqual([1, 28, 86, 194, 248, 30, undefined, undefined, undefined]);
});
