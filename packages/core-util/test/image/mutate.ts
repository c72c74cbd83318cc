import { isVirtError } from '../../src/errors/virt-error.ts';
import type { FileStat } from '../../src/host/host.ts';
import { imageFormats, localPath, readBackingChain, type ChainHost, type ImageFormat, type WantedFormat } from '../../src/image/index.ts';
import { random } from '../xml/mutate.ts';
import { luks, qcow1, qcow2, qed, simple, vhdx, vmdk } from './sample-images.ts';

/** An image, and where in it there is something to change: offset and length, in bytes. */
interface Sample {
  readonly image: Buffer;
  readonly parts: readonly (readonly [offset: number, length: number])[];
  readonly format: ImageFormat;
}

const sample = (format: ImageFormat, image: Buffer, ...parts: Sample['parts']): Sample => ({
  format,
  image,
  parts: parts.length > 0 ? parts : [[0, 128]],
});

const json = 'json:{"driver":"qcow2","file":{"driver":"file","filename":"/d/base"}}';

const samples: readonly Sample[] = [
  sample('qcow2', qcow2({ backing: 'base', backingFormat: 'qcow2' }), [0, 180]),
  sample('qcow2', qcow2({ backing: '/d/base', dataFile: 'data', incompatible: 4n }), [0, 180]),
  sample('qcow2', qcow2({ backing: 'top', backingFormat: 'qcow2' }), [0, 180]),
  sample('qcow2', qcow2({ backing: 'pipe', backingFormat: 'raw' }), [0, 180]),
  sample('qcow2', qcow2({ backing: json, backingFormat: 'qcow2' }), [0, 240]),
  sample('qcow2', qcow2({ backing: 'nbd://example.org/a', backingFormat: 'raw' }), [0, 180]),
  sample('qcow2', qcow2({ version: 2, backing: 'base' }), [0, 120]),
  sample('qcow2', qcow2({ clusterBits: 9, backing: 'base', backingFormat: 'qed' })),
  sample('qcow', qcow1('base'), [0, 64]),
  sample('qed', qed(5n, 'base'), [0, 80]),
  sample('qed', qed(1n, 'base'), [0, 80]),
  sample('vmdk', vmdk('# Disk DescriptorFile\nversion=1\nparentFileNameHint="base"\n'), [0, 64], [0x200, 80]),
  sample('vhdx', vhdx(), [192 * 1024, 64], [1024 * 1024, 128], [1024 * 1024 + 65536, 32]),
  sample('raw', luks(1), [0, 112]),
  sample('raw', luks(2), [0, 112]),
  sample('vpc', simple(512, (image) => image.write('conectix\0\0\0\x02\0\x01\0\0', 'latin1')), [0, 64]),
  sample('vdi', simple(512, (image) => image.write('\x7f\x10\xda\xbe\x01\0\x01\0', 0x40, 'latin1')), [0x40, 8], [360, 24]),
  sample('iso', simple(0x8200, (image) => image.write('CD001', 0x8001)), [0x8000, 16]),
  sample('cow', simple(2048, (image) => image.write('OOOM\0\0\0\x02base', 'latin1')), [0, 32], [1024, 24]),
  sample('bochs', simple(512, (image) => image.write('Bochs Virtual HD Image')), [0, 100]),
  sample('ploop', simple(512, (image) => image.write('WithouFreSpacExt')), [0, 64]),
];

const numbers = [0n, 1n, 2n, 7n, 8n, 63n, 64n, 72n, 104n, 1023n, 1024n, 65535n, 2n ** 20n, 2n ** 31n - 1n, 2n ** 31n, 2n ** 32n - 8n,
  2n ** 32n - 1n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 8n, 2n ** 64n - 1n] as const; // prettier-ignore
const texts = ['base', '/d/base', 'top', '../d/top', 'pipe', '/', '', '.', 'json:{', 'nbd:', 'file:base', '\0', '\xff', '"', 'qcow2', 'raw', 'none'];

/** A copy with one to four changes: numbers at the edges, names, bytes, an end that comes too early. */
function mutate({ image, parts }: Sample, next: () => number): Buffer {
  const below = (count: number): number => Math.floor(next() * count);
  const place = (): number => {
    const [offset, length] = parts[below(parts.length)] as readonly [number, number];
    return offset + below(length);
  };
  let changed: Buffer = Buffer.from(image);
  for (let changes = 1 + below(4); changes > 0; changes -= 1) {
    const number = numbers[below(numbers.length)] as bigint;
    const at = place();
    const choice = below(8);
    if (choice <= 2 && (at & ~3) + 4 <= changed.length) {
      if (next() < 0.5) changed.writeUInt32BE(Number(BigInt.asUintN(32, number)), at & ~3);
      else changed.writeUInt32LE(Number(BigInt.asUintN(32, number)), at & ~3);
    } else if (choice <= 4 && (at & ~7) + 8 <= changed.length) {
      if (next() < 0.5) changed.writeBigUInt64BE(number, at & ~7);
      else changed.writeBigUInt64LE(number, at & ~7);
    } else if (choice === 5) changed.write(texts[below(texts.length)] as string, Math.min(at, changed.length), 'latin1');
    else if (choice === 6 && next() < 0.3) changed = changed.subarray(0, at);
    else if (at < changed.length) changed[at] = below(256);
  }
  return changed;
}

const most = 512 * 1024;
const maxDepth = 8;

/** A host with a few files, which writes down what is opened, and objects to reads that no image needs. */
class Files implements ChainHost {
  readonly #files: ReadonlyMap<string, Buffer>;
  /** Behind its content, a file goes on: so do sparse ones, for as long as anyone reads. */
  readonly #endless: boolean;
  readonly opened: string[] = [];
  readonly #bytes = new Map<string, number>();

  constructor(files: ReadonlyMap<string, Buffer>, endless: boolean) {
    this.#files = files;
    this.#endless = endless;
  }

  async stat(path: string): Promise<FileStat | undefined> {
    if (path === '/d/pipe') return { ...stat, type: 'fifo', inode: 1n };
    const inode = [...this.#files.keys()].indexOf(path);
    return inode < 0 ? undefined : { ...stat, type: 'file', inode: BigInt(inode + 2) };
  }

  async realPath(path: string): Promise<string> {
    return path;
  }

  async readFile(path: string, { offset = 0, length }: { offset?: number; length?: number } = {}): Promise<Buffer> {
    const file = this.#files.get(path);
    if (file === undefined) throw new Error(`${path} is opened, and is no file`);
    if (path !== '/d/top' && !this.#isNamed(path)) throw new Error(`${path} is opened, which no image names`);
    if (length === undefined || !Number.isSafeInteger(offset) || offset < 0 || length < 0) throw new Error(`a read of ${length} at ${offset}`);
    if (this.opened.at(-1) !== path) this.opened.push(path);
    const bytes = (this.#bytes.get(path) ?? 0) + length;
    this.#bytes.set(path, bytes);
    // An image may be read once as what it is, and once as the raw data of another.
    if (bytes > 2 * most) throw new Error(`${bytes} bytes are read of ${path}`);
    const found = file.subarray(offset, offset + length);
    return this.#endless ? Buffer.concat([found, Buffer.alloc(length - found.length)]) : Buffer.from(found);
  }

  /** Does an image that was read have the name in it? What is written in escapes is not looked for. */
  #isNamed(path: string): boolean {
    const name = path.slice(path.lastIndexOf('/') + 1);
    return this.opened.some((one) => {
      const text = (this.#files.get(one) as Buffer).toString('latin1');
      return text.includes(name) || /[%\\]/.test(text);
    });
  }
}

/** What all files have in common. */
export const stat: Omit<FileStat, 'type' | 'inode'> = { size: 65536, mode: 0o644, uid: 0, gid: 0, mtime: 0, ctime: 0, device: 1n };

/** What became of a number of hostile chains. */
export interface ChainResults {
  readonly chains: number;
  readonly refused: number;
  /** Chains of more than one image. */
  readonly deep: number;
  readonly faults: readonly string[];
}

const formats: readonly WantedFormat[] = ['auto', ...imageFormats];

/** Follows `count` chains, each of mutated images; the same seed makes the same ones. */
export async function followMutations(count: number, seed: number): Promise<ChainResults> {
  const next = random(seed);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(next() * all.length)] as T;
  const faults: string[] = [];
  let chains = 0;
  let refused = 0;
  let deep = 0;
  for (let round = 0; round < count && faults.length < 5; round += 1) {
    const top = pick(samples);
    const files = new Map([
      ['/d/top', mutate(top, next)],
      ['/d/base', next() < 0.7 ? mutate(pick(samples), next) : pick(samples).image],
      ['/d/data', Buffer.alloc(512)],
      ['/d/secret', Buffer.alloc(512)],
    ]);
    const host = new Files(files, next() < 0.2);
    const format = next() < 0.9 ? top.format : pick(formats);
    try {
      const { images } = await readBackingChain(host, '/d/top', { format, maxDepth, keepBroken: next() < 0.2 });
      chains += 1;
      if (images.length > 1) deep += 1;
      if (images.length > maxDepth) faults.push(`round ${round}: ${images.length} images`);
      if (format === 'auto' && images.length > 1) faults.push(`round ${round}: an image of which nobody said what it is was probed`);
      if (images.some(({ source }) => localPath(source) === '/d/pipe')) faults.push(`round ${round}: a pipe is an image`);
    } catch (error) {
      if (isVirtError(error)) refused += 1;
      else faults.push(`round ${round}: ${(error as Error).stack ?? String(error)}`);
    }
    if (host.opened.length > 2 * maxDepth) faults.push(`round ${round}: ${host.opened.length} files are opened`);
  }
  return { chains, refused, deep, faults };
}
