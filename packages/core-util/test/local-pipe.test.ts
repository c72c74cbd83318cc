import { text } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';
import { LocalHost } from '../src/index.ts';

const host = new LocalHost();

test('what is written to the stream is the program’s input, and its output can be read', async () => {
  const stream = await host.pipe('cat', []);
  stream.write('to and ');
  stream.end('fro');
  expect(await text(stream)).toBe('to and fro');
});

test('a program that fails ends the stream with what it said', async () => {
  const stream = await host.pipe('sh', ['-c', 'echo out; echo wrong >&2; exit 3']);
  await expect(text(stream)).rejects.toMatchObject({ code: 'VIR_ERR_SYSTEM_ERROR', detail: "'sh' ended with exit status 3: wrong" });
});

test('arguments are no shell’s', async () => {
  const stream = await host.pipe('printf', ['%s', '$(id); *']);
  expect(await text(stream)).toBe('$(id); *');
});

test('a program that is not there, and an abort, are the call’s', async () => {
  await expect(host.pipe('/no/such/program', [])).rejects.toMatchObject({ code: 'VIR_ERR_SYSTEM_ERROR', int1: 2 });
  const reason = new Error('enough');
  await expect(host.pipe('cat', [], { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});

test('destroying the stream ends the program', async () => {
  const stream = await host.pipe('sh', ['-c', 'echo $$; exec sleep 1000']);
  const pid = await new Promise<number>((resolve) => stream.once('data', (chunk: Buffer) => resolve(Number(chunk))));
  stream.destroy();
  for (let i = 0; i < 200 && (await host.process(pid)) !== undefined; i += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(await host.process(pid)).toBeUndefined();
});
