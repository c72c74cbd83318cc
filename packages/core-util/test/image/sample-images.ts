/** What goes into the header of a qcow2 image. */
export interface Qcow2Sample {
  readonly version?: 2 | 3;
  readonly backing?: string | Buffer;
  readonly backingFormat?: string;
  readonly dataFile?: string;
  readonly capacity?: bigint;
  readonly clusterBits?: number;
  readonly crypt?: number;
  readonly incompatible?: bigint;
  readonly compatible?: bigint;
  readonly autoclear?: bigint;
}

function extension(kind: number, text: string | undefined): Buffer {
  if (text === undefined) return Buffer.alloc(0);
  const data = Buffer.from(text);
  const bytes = Buffer.alloc(8 + Math.ceil(data.length / 8) * 8);
  bytes.writeUInt32BE(kind, 0);
  bytes.writeUInt32BE(data.length, 4);
  data.copy(bytes, 8);
  return bytes;
}

/** A qcow2 image of one cluster: a header and nothing else. */
export function qcow2(sample: Qcow2Sample = {}): Buffer {
  const { version = 3, capacity = 1n << 30n, clusterBits = 16, crypt = 0 } = sample;
  const image = Buffer.alloc(2 ** clusterBits);
  const start = version === 3 ? 104 : 72;
  image.write('QFI\xfb', 'latin1');
  image.writeUInt32BE(version, 4);
  image.writeUInt32BE(clusterBits, 20);
  image.writeBigUInt64BE(capacity, 24);
  image.writeUInt32BE(crypt, 32);
  if (version === 3) {
    image.writeBigUInt64BE(sample.incompatible ?? 0n, 72);
    image.writeBigUInt64BE(sample.compatible ?? 0n, 80);
    image.writeBigUInt64BE(sample.autoclear ?? 0n, 88);
    image.writeUInt32BE(start, 100);
  }
  const extensions = Buffer.concat([
    extension(0xe2792aca, sample.backingFormat),
    extension(0x44415441, sample.dataFile),
    Buffer.alloc(8),
  ]);
  extensions.copy(image, start);
  if (sample.backing !== undefined) {
    const name = Buffer.from(sample.backing as string);
    image.writeBigUInt64BE(BigInt(start + extensions.length), 8);
    image.writeUInt32BE(name.length, 16);
    name.copy(image, start + extensions.length);
  }
  return image;
}

export function qcow1(backing?: string): Buffer {
  const image = Buffer.alloc(512);
  image.write('QFI\xfb', 'latin1');
  image.writeUInt32BE(1, 4);
  image.writeBigUInt64BE(4096n, 24);
  if (backing !== undefined) {
    image.writeBigUInt64BE(48n, 8);
    image.writeUInt32BE(backing.length, 16);
    image.write(backing, 48);
  }
  return image;
}

export function qed(features: bigint, backing = ''): Buffer {
  const image = Buffer.alloc(512);
  image.write('QED\0', 'latin1');
  image.writeBigUInt64LE(features, 16);
  image.writeBigUInt64LE(65536n, 48);
  image.writeUInt32LE(64, 56);
  image.writeUInt32LE(backing.length, 60);
  image.write(backing, 64);
  return image;
}

export function vmdk(descriptor: string): Buffer {
  const image = Buffer.alloc(0x200 + 20 * 512);
  image.write('KDMV', 'latin1');
  image.writeUInt32LE(1, 4);
  image.writeBigUInt64LE(8n, 12);
  image.writeBigUInt64LE(1n, 28);
  image.write(descriptor, 0x200);
  return image;
}

export function vhdx(options: { readonly parent?: boolean; readonly entries?: number } = {}): Buffer {
  const guid = (text: string): Buffer => Buffer.from(text, 'hex');
  const image = Buffer.alloc(1024 * 1024 + 128 * 1024);
  image.write('vhdxfile', 'latin1');
  const table = 192 * 1024;
  image.write('regi', table, 'latin1');
  image.writeUInt32LE(options.entries ?? 1, table + 8);
  guid('06a27c8b90479a4bb8fe575f050f886e').copy(image, table + 16);
  image.writeBigUInt64LE(1024n * 1024n, table + 32);
  const region = 1024 * 1024;
  image.write('metadata', region, 'latin1');
  image.writeUInt16LE(2, region + 10);
  guid('3767a1ca36fa434db3b633f0aa44e76b').copy(image, region + 32);
  image.writeUInt32LE(65536, region + 48);
  guid('2442a52f1bcd7648b2115dbed83bf4b8').copy(image, region + 64);
  image.writeUInt32LE(65544, region + 80);
  image.writeUInt32LE(32 * 1024 * 1024, region + 65536);
  image.writeUInt32LE(options.parent === true ? 2 : 0, region + 65540);
  image.writeBigUInt64LE(10n << 30n, region + 65544);
  return image;
}

export function luks(version: 1 | 2): Buffer {
  const image = Buffer.alloc(1024);
  image.write('LUKS\xba\xbe', 'latin1');
  image.writeUInt16BE(version, 6);
  image.writeUInt32BE(4096, 104);
  return image;
}

/** An image with a magic, a version and a size at these places. */
export function simple(length: number, put: (image: Buffer) => void): Buffer {
  const image = Buffer.alloc(length);
  put(image);
  return image;
}
