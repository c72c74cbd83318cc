import { expect, test } from '@jest/globals';
import { main } from '../src/index.ts';

async function complete(...words: string[]): Promise<string[]> {
  let text = '';
  await main(['-q', '-c', 'test:///default', 'complete', '--', ...words], { out: (part) => (text += part), err: () => {} });
  return text.split('\n').filter(Boolean);
}

test.each([
  [['domst'], ['domstate', 'domstats']],
  [['list', '--a'], ['--all', '--autostart']],
  [['dominfo', ''], ['--domain']],
  [['dominfo', 't'], ['test']],
  [['dominfo', '--domain', ''], ['test']],
  [['shutdown', 'test', '--mode', 'a'], ['acpi', 'agent']],
  [['domstats', 'test', 't'], []],
  [['nonsense', ''], []],
])('%j', async (words, found) => expect(await complete(...words)).toEqual(found));
