import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describe, expect, test } from '@jest/globals';
import { VirtError, type DriverStream, type StorageVol, type StreamHole } from '../src/index.ts';
import { echo } from './fixtures/echo.ts';

const volume = { pool: 'p', name: 'v', key: '/p/v' };

/** A volume's content as a driver gives and takes it; `log` tells what happened to the stream. */
function content(parts: readonly (Uint8Array | StreamHole)[] = []): { stream: DriverStream; log: string[] } {
  const log: string[] = [];
  const left = [...parts];
  return {
    log,
    stream: {
      receive: async () => left.shift(),
      send: async (data) => void log.push(`send ${Buffer.from(data).toString()}`),
      sendHole: async (length) => void log.push(`hole ${length}`),
      finish: async () => void log.push('finish'),
      abort: async () => void log.push('abort'),
    },
  };
}

async function volumeOf(stream: DriverStream): Promise<{ vol: StorageVol; close(): Promise<void> }> {
  const { connection } = await echo({
    storageVolLookupByPath: volume,
    storageVolDownload: stream,
    storageVolUpload: stream,
  });
  return { vol: await connection.storageVolLookupByPath('/p/v'), close: () => connection.close() };
}

describe('download', () => {
  test('gives the content, holes as zeros, and ends well', async () => {
    const { stream, log } = content([Buffer.from('ab'), { hole: 3n }, Buffer.from('c')]);
    const { vol, close } = await volumeOf(stream);
    const parts: Buffer[] = [];
    for await (const part of await vol.download()) parts.push(part as Buffer);
    expect(Buffer.concat(parts)).toEqual(Buffer.from('ab\0\0\0c'));
    expect(log[0]).toBe('finish');
    await close();
  });

  test('shows holes to those who ask for parts', async () => {
    const { stream, log } = content([Buffer.from('ab'), { hole: 3n }]);
    const { vol, close } = await volumeOf(stream);
    const parts: unknown[] = [];
    for await (const part of (await vol.download({ sparse: true })).parts()) parts.push(part);
    expect(parts).toEqual([Buffer.from('ab'), { hole: 3n }]);
    expect(log).toEqual(['finish', 'abort']);
    await close();
  });

  test('an error at the end is the reader’s', async () => {
    const { stream } = content([Buffer.from('ab')]);
    stream.finish = () => Promise.reject(new VirtError('VIR_ERR_OPERATION_FAILED', 'the disk broke'));
    const { vol, close } = await volumeOf(stream);
    await expect((await vol.download()).toArray()).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_FAILED' });
    await close();
  });
});

describe('upload', () => {
  test('takes a pipeline, and has arrived when that is done', async () => {
    const { stream, log } = content();
    const { vol, close } = await volumeOf(stream);
    const upload = await vol.upload();
    const closed = new Promise((resolve) => upload.once('close', resolve));
    await pipeline(Readable.from([Buffer.from('one'), Buffer.from('two')]), upload);
    expect(log.slice(0, 3)).toEqual(['send one', 'send two', 'finish']);
    await closed; // by itself: nothing would keep Node alive
    await close();
  });

  test('holes keep their place among what is written', async () => {
    const { stream, log } = content();
    const { vol, close } = await volumeOf(stream);
    const upload = await vol.upload({ sparse: true });
    upload.write('a');
    const hole = upload.sendHole(7);
    upload.end('b');
    await hole;
    await new Promise((resolve) => upload.once('finish', resolve));
    expect(log.slice(0, 4)).toEqual(['send a', 'hole 7', 'send b', 'finish']);
    await close();
  });

  test('ends with its connection', async () => {
    const { stream, log } = content();
    const { vol, close } = await volumeOf(stream);
    const upload = await vol.upload();
    const closed = new Promise((resolve) => upload.once('close', resolve));
    await close();
    await closed;
    expect(log).toEqual(['abort']);
  });
});
