import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BackingStore, ChardevSource, Disk, DiskSource, Domain, Tpm } from '@virtweave/core-conf';
import type { Images } from './images.ts';

const run = promisify(execFile);

/** Makes what a guest's document names, in a folder of the guest's own, and lets the document name that. */
export class Stage {
  readonly folder: string;
  readonly #images: Images;
  readonly #servers: Server[] = [];
  readonly #taps: string[] = [];
  readonly #tpms = new Map<Tpm, string>();
  readonly #programs: ChildProcess[] = [];
  readonly #serial: number;
  #count = 0;
  #blocks = 0;

  constructor(folder: string, images: Images, serial: number) {
    this.folder = folder;
    this.#images = images;
    this.#serial = serial;
  }

  path(name: string): string {
    this.#count += 1;
    return join(this.folder, `${this.#count}-${name}`);
  }

  /** The files, sockets and block devices of the document. */
  async set(domain: Domain, resolve: (source: DiskSource, disk?: Disk) => DiskSource): Promise<void> {
    for (const disk of domain.devices.disks) {
      const { startupPolicy } = disk.source;
      const found = await this.#source(resolve(disk.source, disk), disk.driver?.type ?? 'raw', disk.encryption?.format);
      disk.source = startupPolicy === undefined ? found : { ...found, startupPolicy };
      for (let next: BackingStore | 'end' | undefined = disk.backingStore; next !== undefined && next !== 'end'; next = next.backingStore)
        next.source = await this.#source(resolve(next.source), next.format?.type ?? 'raw');
    }
    await this.#boot(domain);
    await this.#devices(domain);
    // Behind these sockets QEMU expects a program that answers.
    const { tpms, interfaces, videos: _, ...others } = domain.devices;
    await this.#everywhere(others);
    for (const device of interfaces) await this.#rom(device);
    for (const tpm of tpms) await this.#tpm(tpm);
  }

  async #source(source: DiskSource, format: string, encryption?: string): Promise<DiskSource> {
    const end = Math.max(0, ...(source.slices ?? []).map(({ offset, size }) => Number(offset) + Number(size)));
    const wanted = { format, encryption: source.encryption?.format ?? encryption, size: end };
    if (source.type === 'file' && source.file !== undefined) {
      const file = this.path(`disk.${format}`);
      await this.#images.put(file, wanted);
      return { ...source, file };
    }
    if (source.type === 'block' && source.dev !== undefined)
      return { ...source, dev: await this.#images.loop(this.#serial * 100 + this.#blocks++, wanted) };
    if (source.type === 'dir' && source.dir !== undefined) {
      const dir = this.path('folder');
      await mkdir(dir);
      return { ...source, dir };
    }
    return source;
  }

  async #boot({ os, sysinfos }: Domain): Promise<void> {
    if (os.loader?.path !== undefined)
      os.loader.path = await this.#firmware(os.loader.type === 'rom' ? 'rom' : os.loader.format, 4 * 1024 * 1024);
    if (os.nvram?.path !== undefined) os.nvram.path = await this.#firmware(os.nvram.format, 512 * 1024);
    if (os.nvram?.source?.type === 'file') os.nvram.source.file = await this.#firmware(os.nvram.format, 512 * 1024);
    else if (os.nvram?.source !== undefined) os.nvram.source = await this.#source(os.nvram.source, os.nvram.format ?? 'raw');
    if (os.kernel !== undefined) os.kernel = await this.#file('kernel', bzImage());
    if (os.initrd !== undefined) os.initrd = await this.#file('initrd', Buffer.alloc(512));
    if (os.dtb !== undefined) os.dtb = await this.#file('dtb', Buffer.alloc(512));
    for (const one of os.acpiTables ?? []) one.path = await this.#file('acpi', acpiTable());
    for (const one of sysinfos) {
      if (one.type !== 'fwcfg') continue;
      for (const entry of one.entries ?? []) if (entry.file !== undefined) entry.file = await this.#file('fwcfg', Buffer.from('x'));
    }
  }

  async #firmware(format: string | undefined, size: number): Promise<string> {
    if (format === 'rom') {
      const rom = '/usr/share/seabios/bios-256k.bin';
      return existsSync(rom) ? rom : this.#file('rom', Buffer.alloc(256 * 1024));
    }
    if (format !== 'qcow2') return this.#file('flash', Buffer.alloc(size));
    const raw = await this.#file('flash.raw', Buffer.alloc(size));
    const path = this.path('flash.qcow2');
    await run('qemu-img', ['convert', '-q', '-f', 'raw', '-O', 'qcow2', raw, path]);
    return path;
  }

  async #file(name: string, content: Uint8Array): Promise<string> {
    const path = this.path(name);
    await writeFile(path, content);
    return path;
  }

  async #devices({ devices }: Domain): Promise<void> {
    for (const { source } of devices.filesystems) {
      if ('dir' in source && source.dir !== undefined) await mkdir((source.dir = this.path('shared')));
    }
    for (const memory of devices.memories) {
      if (memory.source?.path === undefined) continue;
      memory.source.path = this.path('memory');
      await this.#images.put(memory.source.path, { format: 'raw', size: memory.target.size * 2048 });
    }
    for (const { source } of devices.interfaces) {
      if ((source.type === 'server' || source.type === 'client' || source.type === 'udp' || source.type === 'mcast') && source.address !== undefined) {
        if (source.type !== 'mcast') source.address = '127.0.0.1';
        if (source.type === 'client') source.port = Number(await this.#listen({ port: 0 }));
        if ('local' in source && source.local?.address !== undefined) source.local.address = '127.0.0.1';
      }
    }
    for (const { backend } of devices.rngs) {
      if (backend.type === 'random' && backend.path !== undefined && !existsSync(backend.path)) backend.path = '/dev/urandom';
    }
    for (const graphics of devices.graphics) {
      for (const listen of 'listens' in graphics ? (graphics.listens ?? []) : []) {
        if (listen.type === 'socket' && listen.socket !== undefined) listen.socket = this.path('graphics.sock');
        if (listen.type === 'address' && listen.address !== undefined) listen.address = '127.0.0.1';
      }
    }
  }

  /** Character devices are in many places, and so are ROM images. */
  async #everywhere(value: unknown): Promise<void> {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      for (const item of value) await this.#everywhere(item);
      return;
    }
    const object = value as Record<string, unknown>;
    if ('source' in object && !('target' in object && 'device' in object)) await this.#chardev(object['source'] as ChardevSource);
    const log = object['log'] as { file?: string } | undefined;
    if (log?.file !== undefined) log.file = this.path('copy.log');
    await this.#rom(object as { rom?: { file?: string } });
    for (const inner of Object.values(object)) await this.#everywhere(inner);
  }

  async #rom({ rom }: { rom?: { file?: string } }): Promise<void> {
    if (rom?.file !== undefined && rom.file !== '') await copyFile('/usr/share/seabios/vgabios-stdvga.bin', (rom.file = this.path('rom')));
  }

  /** A TPM that answers, where there is swtpm. */
  async #tpm(tpm: Tpm): Promise<void> {
    const { backend } = tpm;
    if (backend.type === 'passthrough' || !existsSync('/usr/bin/swtpm')) return;
    const socket = this.path('tpm');
    const state = this.path('tpmstate');
    await mkdir(state);
    const args = ['socket', '--ctrl', `type=unixio,path=${socket}`, '--tpmstate', `dir=${state}`, '--terminate'];
    this.#programs.push(spawn('swtpm', backend.type === 'emulator' && backend.version === '1.2' ? args : [...args, '--tpm2'], { stdio: 'ignore' }));
    for (let look = 0; look < 100 && !existsSync(socket); look += 1) await new Promise((resolve) => setTimeout(resolve, 20));
    this.#tpms.set(tpm, socket);
    if (backend.type === 'external' && backend.source?.type === 'unix') backend.source.path = socket;
  }

  /** The socket of a TPM that was made. */
  tpmSocket(tpm: Tpm): string {
    return this.#tpms.get(tpm) ?? '/dev/test';
  }

  async #chardev(source: ChardevSource | undefined): Promise<void> {
    switch (source?.type) {
      case 'file':
        if ('path' in source) source.path = this.path('serial.log');
        break;
      case 'pipe': {
        source.path = this.path('pipe');
        await run('mkfifo', [`${source.path}.in`, `${source.path}.out`]);
        break;
      }
      case 'unix':
        if (!('mode' in source) || source.path === undefined) break;
        source.path = this.path('s');
        if (source.mode === 'connect') await this.#listen({ path: source.path });
        break;
      case 'tcp': {
        if (!('mode' in source)) break;
        source.host = '127.0.0.1';
        source.service = source.mode === 'bind' ? String(21000 + this.#serial * 100 + this.#count++) : await this.#listen({ port: 0 });
        break;
      }
      case 'udp':
        if (!('connect' in source)) break;
        if (source.connect.host !== undefined) source.connect.host = '127.0.0.1';
        if (source.bind.host !== undefined) source.bind.host = '127.0.0.1';
        if (source.bind.service !== undefined) source.bind.service = String(21000 + this.#serial * 100 + this.#count++);
        break;
      default:
    }
  }

  async masterKey(key: Uint8Array): Promise<void> {
    await writeFile(join(this.folder, 'master-key.aes'), key);
  }

  /** A server that takes connections and says nothing; its port. */
  async #listen(where: { readonly path: string } | { readonly port: number }): Promise<string> {
    const server = createServer((socket) => socket.on('error', () => {}));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      if ('path' in where) server.listen(where.path, resolve);
      else server.listen(where.port, '127.0.0.1', resolve);
    });
    this.#servers.push(server);
    const address = server.address();
    return typeof address === 'object' && address !== null ? String(address.port) : '';
  }

  /** A tap device that QEMU opens by its name. */
  tap(queues: number): string {
    const name = `vwq${this.#serial}x${this.#taps.length}`;
    this.#taps.push(name);
    this.#pending.push(run('ip', ['tuntap', 'add', 'dev', name, 'mode', 'tap', ...(queues > 1 ? ['multi_queue'] : [])]));
    return name;
  }

  readonly #pending: Promise<unknown>[] = [];

  /** Waits for what was asked for while the command was built. */
  async ready(): Promise<void> {
    await Promise.all(this.#pending);
  }

  async close(): Promise<void> {
    for (const server of this.#servers) server.close();
    for (const program of this.#programs) program.kill('SIGKILL');
    for (const name of this.#taps) await run('ip', ['link', 'del', name]).catch(() => undefined);
  }
}

/** The least that QEMU takes for a Linux kernel. */
function bzImage(): Uint8Array {
  const image = Buffer.alloc(16 * 1024);
  image[0x1f1] = 4;
  image.writeUInt16LE(0xaa55, 0x1fe);
  image.write('HdrS', 0x202, 'latin1');
  image.writeUInt16LE(0x020c, 0x206);
  image[0x211] = 1;
  image.writeUInt32LE(0x7fffffff, 0x22c);
  image.writeUInt32LE(2047, 0x238);
  return image;
}

function acpiTable(): Uint8Array {
  const table = Buffer.alloc(64);
  table.write('SLIC', 0, 'latin1');
  table.writeUInt32LE(64, 4);
  table[8] = 1;
  return table;
}

/** Folders that the driver would have made. */
export async function makeFolders(...folders: readonly string[]): Promise<void> {
  for (const folder of folders) await mkdir(folder, { recursive: true, mode: 0o700 });
}
