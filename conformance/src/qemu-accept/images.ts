import { execFile } from 'node:child_process';
import { copyFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What an image must be for QEMU to open it. */
export interface WantedImage {
  readonly format: string;
  readonly encryption?: string | undefined;
  /** Bytes that a raw image has at least. */
  readonly size?: number | undefined;
}

const capacity = 16 * 1024 * 1024;

/** Where time is measured coarsely, qemu-img may fail to find out how long a key takes. */
async function create(args: readonly string[], patience = 8): Promise<void> {
  try {
    await run('qemu-img', ['create', '-q', ...args, String(capacity)]);
  } catch (error) {
    if (patience === 0 || !String(error).includes('accurate CPU usage')) throw error;
    await create(args, patience - 1);
  }
}

/** Small images of all formats. One of each is made, the others are copies. */
export class Images {
  readonly #folder: string;
  readonly #secret: string;
  readonly #templates = new Map<string, Promise<string>>();
  readonly #loops = new Map<string, Promise<string>>();

  constructor(folder: string, secret: string) {
    this.#folder = folder;
    this.#secret = secret;
  }

  /** An image at this path. */
  async put(path: string, wanted: WantedImage): Promise<void> {
    const { format, encryption, size = 0 } = wanted;
    if (format === 'raw' && encryption === undefined) {
      await writeFile(path, '');
      await truncate(path, Math.max(size, capacity));
      return;
    }
    await copyFile(await this.#template(format, encryption), path);
    if (size > capacity) await truncate(path, size);
  }

  #template(format: string, encryption: string | undefined): Promise<string> {
    const key = `${format}-${encryption ?? 'plain'}`;
    const known = this.#templates.get(key) ?? this.#make(key, format, encryption);
    this.#templates.set(key, known);
    return known;
  }

  async #make(key: string, format: string, encryption: string | undefined): Promise<string> {
    const path = join(this.#folder, `template-${key}`);
    const secret = ['--object', `secret,id=s,data=${this.#secret}`];
    const how = encryption === 'luks' || encryption === 'luks-any' ? 'luks' : 'aes';
    if (encryption === undefined) await create(['-f', format, path]);
    else if (format === 'raw' || format === 'luks')
      await create([...secret, '-f', 'luks', '-o', 'key-secret=s,iter-time=100', path]);
    else {
      const options = how === 'luks' ? 'encrypt.format=luks,encrypt.iter-time=100' : 'encrypt.format=aes';
      await create([...secret, '-f', format, '-o', `${options},encrypt.key-secret=s`, path]);
    }
    return path;
  }

  /** A block device with such an image: the `nth` of a guest. */
  async loop(nth: number, wanted: WantedImage): Promise<string> {
    const key = `${nth}-${wanted.format}-${wanted.encryption ?? 'plain'}`;
    const known = this.#loops.get(key) ?? this.#attach(key, wanted);
    this.#loops.set(key, known);
    return known;
  }

  async #attach(key: string, wanted: WantedImage): Promise<string> {
    const file = join(this.#folder, `loop-${key}`);
    await this.put(file, { ...wanted, size: 256 * 1024 * 1024 });
    return (await run('losetup', ['-f', '--show', file])).stdout.trim();
  }

  async close(): Promise<void> {
    for (const loop of this.#loops.values()) {
      const device = await loop.catch(() => undefined);
      if (device !== undefined) await run('losetup', ['-d', device]);
    }
  }
}
