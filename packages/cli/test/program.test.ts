import { describe, expect, test } from '@jest/globals';
import { commandsOf, groups, hidden } from '../src/commands/groups.ts';
import { main } from '../src/index.ts';

async function run(...words: string[]): Promise<{ text: string; status: number }> {
  let text = '';
  const add = (part: string): void => {
    text += part;
  };
  const status = await main(['--connect', 'test:///default', ...words], { out: add, err: add });
  return { text, status };
}

test('every command is where the table of groups says, and nowhere else', async () => {
  for (const group of groups) {
    for (const module of group.modules) {
      const { commands } = await module.load();
      expect(commands.map(({ name }) => name).sort()).toEqual([...module.names].sort());
    }
    expect((await commandsOf(group)).every(({ name }) => !hidden.has(name))).toBe(true);
  }
  const names = groups.flatMap(({ modules }) => modules.flatMap((module) => module.names));
  expect(new Set(names).size).toBe(names.length);
});

describe('arguments', () => {
  test.each([
    ['list --foo', "error: command 'list' doesn't support option --foo\n"],
    ['list foo', "error: unexpected data 'foo'\n"],
    ['domid', "error: command 'domid' requires <domain> option\n"],
    ['domid --domain', 'error: expected syntax: --domain <string>\n'],
    ['list --all=3', "error: invalid '=' after option --all\n"],
    ['list --all --all', 'error: option --all already seen\n'],
    ['attach-disk test', "error: command 'attach-disk' requires <source> option\nerror: command 'attach-disk' requires <target> option\n"],
    ['foo', "error: unknown command: 'foo'\n"],
    ['list; foo', "error: unknown command: 'foo'\n"],
  ])('%s', async (script, text) => expect(await run(script)).toEqual({ text, status: 1 }));

  test.each([
    ['domid --domain=', "error: Failed to get option 'domain': Option argument is empty\n\n"],
    ['dominfo nobody', "error: failed to get domain 'nobody'\n\n"],
    ['list --table --name', 'error: Options --table and --name are mutually exclusive\n\n'],
    ['setvcpus test abc', "error: Numeric value 'abc' for <count> option is malformed or out of range\n\n"],
    ['start test', 'error: Domain is already active\n\n'],
  ])('%s', async (script, text) => expect(await run(script)).toEqual({ text, status: 1 }));

  test('values may stand by their position, by name, and behind --', async () => {
    for (const words of [['domstate', 'test'], ['domstate', '--domain', 'test'], ['domstate', '--', 'test']]) {
      expect(await run('-q', ...words)).toEqual({ text: 'running\n', status: 0 });
    }
  });
});

test('a driver says what went wrong behind the words of the command; the next command runs all the same', async () => {
  expect(await run('suspend test; suspend test; resume test; resume test; domid test')).toEqual({
    text: expect.stringContaining("error: Failed to resume domain 'test'\nerror: ") as unknown as string,
    status: 0,
  });
});

test('quit ends the script', async () => {
  expect(await run('echo a; quit; echo b')).toEqual({ text: 'a\n', status: 0 });
});
