import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isVirtError } from '../../src/errors/virt-error.ts';
import { bufferReader, headerSize, parseBackingStore, readImageMetadata, type ImageReader } from '../../src/image/index.ts';
import { imageReader } from '../../src/image/index.ts';
import { luks, qcow1, qcow2, qed, vhdx, vmdk } from './sample-images.ts';

/** Counts what is read; a file of any size, of which only the beginning is there. */
function counting(image: Buffer): { reader: ImageReader; bytes: () => number } {
  let bytes = 0;
  const file = {
    readFile: async (_: string, { offset = 0, length = 0 } = {}): Promise<Buffer> => {
      bytes += length;
      return Buffer.from(image.subarray(offset, offset + length));
    },
  };
  return { reader: imageReader(file, '/disk'), bytes: () => bytes };
}

const samples = [
  qcow2({ backing: 'base.qcow2', backingFormat: 'qcow2', dataFile: 'data', incompatible: 4n }),
  qcow1('base'),
  qed(1n, 'base'),
  vmdk('# Disk DescriptorFile\nparentFileNameHint="base.vmdk"\n'),
  vhdx(),
  luks(1),
];

describe('hostile images', () => {
  test('any bytes anywhere end in metadata or one VirtError, and little is read', async () => {
    const change = fc.record({ at: fc.nat(700), bytes: fc.uint8Array({ minLength: 1, maxLength: 12 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...samples),
        fc.array(change, { maxLength: 6 }),
        fc.option(fc.nat(70_000)),
        async (sample, changes, cut) => {
          const image = Buffer.from(cut === null ? sample : sample.subarray(0, cut));
          for (const { at, bytes } of changes) image.set(bytes.subarray(0, Math.max(0, image.length - at)), Math.min(at, image.length));
          const { reader, bytes } = counting(image);
          const outcome = await readImageMetadata(reader).catch((error: unknown) => error);
          if (outcome instanceof Error && !isVirtError(outcome)) throw outcome;
          expect(bytes()).toBeLessThanOrEqual(512 * 1024);
        },
      ),
      { numRuns: 400 },
    );
  });

  test.each([
    ['the name is longer than any', (image: Buffer) => image.writeUInt32BE(0xffffffff, 16), 'has 4294967295 bytes'],
    ['the name is at the end of the world', (image: Buffer) => image.writeBigUInt64BE(2n ** 64n - 1n, 8), 'outside the header'],
    ['clusters of 2^32 bytes', (image: Buffer) => image.writeUInt32BE(32, 20), 'its clusters have 2^32 bytes'],
    ['a header of 4 GiB', (image: Buffer) => image.writeUInt32BE(0xfffffff8, 100), 'its header is 4294967288 bytes long'],
    ['an extension of 4 GiB', (image: Buffer) => image.writeUInt32BE(0xffffffff, 108), 'longer than the header'],
  ])('qcow2: %s', async (_, harm, words) => {
    const image = qcow2({ backing: 'base', backingFormat: 'raw' });
    harm(image);
    const { reader, bytes } = counting(image);
    await expect(readImageMetadata(reader)).rejects.toThrow(words);
    expect(bytes()).toBeLessThanOrEqual(headerSize + 65536);
  });

  test('qcow2: extensions without end', async () => {
    const image = qcow2({ clusterBits: 21 });
    for (let at = 104; at + 8 <= image.length; at += 8) image.writeUInt32BE(0x12345678, at);
    await expect(readImageMetadata(counting(image).reader)).rejects.toThrow('header extensions have no end');
  });

  test('qcow2: a name behind the first read is found, not passed over', async () => {
    const image = qcow2();
    image.writeBigUInt64BE(60_000n, 8);
    image.writeUInt32BE(4, 16);
    image.write('base', 60_000);
    expect((await readImageMetadata(bufferReader(image))).backingStore).toBe('base');
    await expect(readImageMetadata(bufferReader(image.subarray(0, 50_000)))).rejects.toThrow('behind its end');
  });

  test('names that are not UTF-8 are refused; what follows a NUL is not part of a name', async () => {
    await expect(readImageMetadata(bufferReader(qcow2({ backing: Buffer.from([0xff, 0xfe]) })))).rejects.toThrow('UTF-8');
    expect((await readImageMetadata(bufferReader(qcow2({ backing: 'base\0.img' })))).backingStore).toBe('base');
  });

  test('VHDX: tables with too many entries, a differencing image', async () => {
    await expect(readImageMetadata(bufferReader(vhdx({ entries: 0xffffffff })))).rejects.toThrow('has 4294967295 entries');
    await expect(readImageMetadata(bufferReader(vhdx({ parent: true })))).rejects.toThrow('differencing');
  });

  test('backing store strings of any kind end in a value or one VirtError', () => {
    const piece = fc.constantFrom('json:', '{', '}', '"file', '.driver":', '"nbd"', ':', '//', 'nbd', 'rbd:', '\\', '@', '%', '[', 'a/b', '0', ',');
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 4 })), { maxLength: 20 }), (pieces) => {
        try {
          parseBackingStore(pieces.join(''));
        } catch (error) {
          if (!isVirtError(error)) throw error;
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('JSON: depth, prototypes and colliding keys', () => {
    expect(() => parseBackingStore(`json:{"${'a.'.repeat(5000)}a":1}`)).toThrow('nested deeper');
    expect(() => parseBackingStore(`json:${'{"file":'.repeat(4000)}1${'}'.repeat(4000)}`)).toThrow('nested deeper');
    expect(() => parseBackingStore('json:{"__proto__":{"driver":"file","filename":"/x"}}')).toThrow('lacks driver name');
    expect(() => parseBackingStore('json:{"driver":"file","driver.x":1}')).toThrow(`can't deflatten colliding key`);
    expect(() => parseBackingStore('json:{"driver":"constructor"}')).toThrow('missing parser implementation');
  });
});
