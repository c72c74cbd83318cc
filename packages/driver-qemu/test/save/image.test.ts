import { expect, test } from '@jest/globals';
import { LocalHost } from '@virtweave/core-util';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSaveImage, saveHeader } from '../../src/save/image.ts';

const xml = `<domain type='qemu'><name>ü</name></domain>`;

async function read(content: Uint8Array): Promise<unknown> {
  const folder = await mkdtemp(join(tmpdir(), 'vw-save-'));
  try {
    await writeFile(join(folder, 'f'), content);
    return await readSaveImage(new LocalHost(), join(folder, 'f'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The header with one of its 32-bit words, counted behind the magic, changed. */
function withWord(index: number, value: number): Buffer {
  const image = Buffer.from(saveHeader(xml, true));
  image.writeUInt32LE(value, 16 + 4 * index);
  return image;
}

test('what is written is read again, and says where the stream of QEMU begins', async () => {
  const header = saveHeader(xml, true);
  expect(await read(Buffer.concat([header, Buffer.from('QEVM')]))).toEqual({ xml, wasRunning: true, offset: header.length });
  expect(await read(saveHeader(xml, false))).toMatchObject({ wasRunning: false });
});

test('a cookie behind the document is passed over', async () => {
  const document = Buffer.from(`${xml}\0<cookie/>\0`);
  const image = Buffer.concat([withWord(1, document.length).subarray(0, 92), document]);
  image.writeUInt32LE(Buffer.byteLength(xml) + 1, 16 + 16);
  expect(await read(image)).toEqual({ xml, wasRunning: true, offset: 92 + document.length });
});

test.each<[string, Buffer]>([
  ['failed to read qemu header', Buffer.from('short')],
  ['image magic is incorrect', Buffer.alloc(200, 'x')],
  ['save image is incomplete', Buffer.from(Buffer.from(saveHeader(xml, true)).toString('latin1').replace('Save', 'Part'), 'latin1')],
  ['image version is not supported (3 > 2)', withWord(0, 3)],
  ['invalid header data length: 0', withWord(1, 0)],
  ['compressed save images', withWord(3, 2)],
])('%s', async (message, content) => {
  await expect(read(content)).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_FAILED', message: expect.stringContaining(message) });
});
