import { expect, test } from '@jest/globals';
import { inflateSync } from 'node:zlib';
import { pngSize, toPng } from '../src/main-job/png.ts';

const ppm = Buffer.concat([Buffer.from('P6\n# a comment\n2 1\n255\n'), Buffer.from([255, 0, 0, 0, 0, 255])]);

test('a PPM becomes a PNG of the same pixels', async () => {
  const png = await toPng(ppm);
  expect(png.toString('latin1', 1, 4)).toBe('PNG');
  expect(pngSize(png)).toEqual({ width: 2, height: 1 });
  const data = png.indexOf('IDAT') + 4;
  const length = png.readUInt32BE(data - 8);
  expect([...inflateSync(png.subarray(data, data + length))]).toEqual([0, 255, 0, 0, 0, 0, 255]);
  // The checksum of an empty IEND chunk is the same in every PNG.
  expect(png.subarray(-4).toString('hex')).toBe('ae426082');
});

test('a PNG stays as it is', async () => {
  const png = await toPng(ppm);
  expect(await toPng(png)).toEqual(png);
});

test('a picture that is cut off is refused', async () => {
  await expect(toPng(ppm.subarray(0, -1))).rejects.toThrow('cut off');
  await expect(toPng(Buffer.from('GIF89a'))).rejects.toThrow('neither PNG nor PPM');
});
