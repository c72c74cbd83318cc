import { describe, expect, test } from '@jest/globals';
import { bufferReader, probeImageFormat, readImageMetadata, type ImageMetadata } from '../../src/image/index.ts';
import { luks, qcow1, qcow2, qed, simple, vhdx, vmdk } from './sample-images.ts';

const read = (image: Buffer): Promise<ImageMetadata> => readImageMetadata(bufferReader(image, 'disk'));

describe('the format of an image is told from its beginning', () => {
  const vdi = simple(512, (image) => {
    image.write('\x7f\x10\xda\xbe', 0x40, 'latin1');
    image.writeUInt32LE(0x10001, 0x44);
    image.writeBigUInt64LE(5n << 20n, 368);
  });
  const vpc = simple(512, (image) => {
    image.write('conectix');
    image.writeUInt32BE(0x10000, 12);
    image.writeBigUInt64BE(7n << 20n, 40);
  });
  const ploop = simple(64, (image) => {
    image.write('WithouFreSpacExt');
    image.writeBigUInt64LE(8n, 36);
  });
  const bochs = simple(128, (image) => {
    image.write('Bochs Virtual HD Image');
    image.writeUInt32LE(0x20000, 64);
    image.writeBigUInt64LE(99n, 88);
  });
  test.each([
    ['raw', Buffer.alloc(512), undefined],
    ['raw', Buffer.alloc(0), undefined],
    ['qcow', qcow1(), 4096n],
    ['qcow2', qcow2(), 1n << 30n],
    ['qed', qed(0n), 65536n],
    ['vmdk', vmdk('# Disk DescriptorFile\n'), 4096n],
    ['vhdx', vhdx(), 10n << 30n],
    ['vdi', vdi, 5n << 20n],
    ['vpc', vpc, 7n << 20n],
    ['ploop', ploop, 4096n],
    ['bochs', bochs, 99n],
    ['iso', simple(0x8200, (image) => image.write('CD001', 0x8001)), undefined],
  ])('%s', async (format, image, capacity) => {
    expect(probeImageFormat(image)).toBe(format);
    expect(await read(image)).toMatchObject({ format, ...(capacity === undefined ? {} : { capacity }) });
  });

  test('a known magic with an unknown version is raw', () => {
    const image = qcow2();
    image.writeUInt32BE(4, 4);
    expect(probeImageFormat(image)).toBe('raw');
  });

  test('a version cut off is raw', () => {
    expect(probeImageFormat(Buffer.from('QFI\xfb\0\0', 'latin1'))).toBe('raw');
  });
});

describe('metadata', () => {
  test('qcow2 version 3: backing file, features, cluster size', async () => {
    const image = qcow2({
      backing: 'base.img',
      backingFormat: 'raw',
      clusterBits: 12,
      incompatible: 0x14n,
      compatible: 1n,
      autoclear: 2n,
      dataFile: 'data.raw',
      crypt: 2,
    });
    expect(await read(image)).toEqual({
      format: 'qcow2',
      capacity: 1n << 30n,
      compat: '1.1',
      features: ['lazy_refcounts', 'extended_l2', 'data_file_raw'],
      clusterSize: 4096,
      encryption: { format: 'luks' },
      backingStore: 'base.img',
      backingFormat: 'raw',
      dataFile: 'data.raw',
    });
  });

  test('qcow2 version 2 has extensions too, but no features', async () => {
    expect(await read(qcow2({ version: 2, backing: 'b', backingFormat: 'qcow2' }))).toMatchObject({
      compat: '0.10',
      features: [],
      backingStore: 'b',
      backingFormat: 'qcow2',
    });
  });

  test('a backing file without a recorded format is auto, and one of a protocol raw', async () => {
    expect((await read(qcow2({ backing: 'b' }))).backingFormat).toBe('auto');
    expect((await read(qcow2({ backing: 'b', backingFormat: 'file' }))).backingFormat).toBe('raw');
    expect((await read(qcow1('b'))).backingFormat).toBe('auto');
  });

  test('a backing format that nobody knows is refused', async () => {
    await expect(read(qcow2({ backing: 'b', backingFormat: 'bogus' }))).rejects.toMatchObject({
      code: 'VIR_ERR_OPERATION_UNSUPPORTED',
    });
  });

  test('the name of a data file counts only when the image says that it has one', async () => {
    expect((await read(qcow2({ dataFile: 'data.raw' }))).dataFile).toBeUndefined();
    await expect(read(qcow2({ dataFile: '', incompatible: 4n }))).rejects.toThrow('its data file has no name');
  });

  test('qed records whether its backing file is raw', async () => {
    expect(await read(qed(1n, 'b'))).toMatchObject({ backingStore: 'b', backingFormat: 'auto' });
    expect(await read(qed(5n, 'b'))).toMatchObject({ backingStore: 'b', backingFormat: 'raw' });
    expect((await read(qed(0n, 'b'))).backingStore).toBeUndefined();
  });

  test('vmdk names its parent in the descriptor', async () => {
    const image = vmdk('# Disk DescriptorFile\nversion=1\nparentFileNameHint="base.vmdk"\n');
    expect(await read(image)).toMatchObject({ backingStore: 'base.vmdk', backingFormat: 'auto' });
    await expect(read(vmdk('# Disk DescriptorFile\nparentFileNameHint="base'))).rejects.toThrow('has no end');
  });

  test('LUKS in a raw image', async () => {
    expect(await read(luks(1))).toEqual({
      format: 'raw',
      encryption: { format: 'luks', version: 1, payloadOffset: 2 << 20 },
    });
    expect(await read(luks(2))).toEqual({ format: 'raw', encryption: { format: 'luks', version: 2 } });
  });

  test('a format that is asked for must be the one that is there', async () => {
    await expect(readImageMetadata(bufferReader(Buffer.alloc(512), 'disk'), 'qcow2')).rejects.toThrow(
      `image 'disk' is malformed: it is not in qcow2 format`,
    );
    await expect(readImageMetadata(bufferReader(qcow2()), 'none')).rejects.toThrow('unknown storage file meta->format none');
    expect(await readImageMetadata(bufferReader(qcow2()), 'raw')).toEqual({ format: 'raw' });
  });
});
