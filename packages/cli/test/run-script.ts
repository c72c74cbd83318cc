import { main } from '../src/index.ts';

/** Says a script to a fresh `test:///default`, quietly; both streams in one. */
export async function runScript(script: string): Promise<{ text: string; status: number }> {
  let text = '';
  const add = (part: string): void => {
    text += part;
  };
  const status = await main(['--quiet', '--connect', 'test:///default', script], { out: add, err: add });
  return { text, status };
}
