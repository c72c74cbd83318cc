import { spawnSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { connect, type Connection, type ConnectOptions } from '@virtweave/core-api';
import { sectorGuestDisk } from '@virtweave/core-testkit';
import driver from '../../src/index.ts';

const emulator = 'qemu-system-x86_64';

/** Why there is no test with a real QEMU; undefined when there is one. */
export const noQemu: string | undefined = spawnSync(emulator, ['--version']).status === 0 ? undefined : `${emulator} is not installed`;

export interface GuestOptions {
  readonly name?: string;
  readonly machine?: string;
  readonly bus?: 'ide' | 'virtio' | 'sata';
  readonly disk?: string;
  /** MiB. */
  readonly memory?: number;
  readonly devices?: string;
  readonly emulator?: string;
}

/** A folder for an embedded root and images. */
export class Place {
  readonly folder: string;
  readonly #connections: Connection[] = [];
  readonly #children: ChildProcess[] = [];

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(): Promise<Place> {
    const place = new Place(await mkdtemp(join(tmpdir(), 'vw-')));
    await place.image('disk.img');
    return place;
  }

  get root(): string {
    return join(this.folder, 'root');
  }

  get uri(): string {
    return `qemu:///embed?root=${this.root}`;
  }

  async image(name: string): Promise<string> {
    const path = join(this.folder, name);
    await writeFile(path, sectorGuestDisk());
    return path;
  }

  async open(options: ConnectOptions & { readonly uri?: string } = {}): Promise<Connection> {
    const { uri = this.uri, ...rest } = options;
    const connection = await connect(uri, { drivers: [driver], ...rest });
    this.#connections.push(connection);
    return connection;
  }

  xml(options: GuestOptions = {}): string {
    const { name = 'web', machine = 'pc', bus = machine === 'q35' ? 'sata' : 'ide', memory = 16, devices = '' } = options;
    const disk = options.disk ?? join(this.folder, 'disk.img');
    const target = { ide: 'hda', sata: 'sda', virtio: 'vda' }[bus];
    return `<domain type='qemu'>
  <name>${name}</name>
  <memory unit='MiB'>${memory}</memory>
  <vcpu>1</vcpu>
  <os><type arch='x86_64' machine='${machine}'>hvm</type></os>
  <features><acpi/></features>
  <devices>
    ${options.emulator === undefined ? '' : `<emulator>${options.emulator}</emulator>`}
    <disk type='file' device='disk'>
      <driver name='qemu' type='raw'/><source file='${disk}'/><target dev='${target}' bus='${bus}'/>
    </disk>
    <serial type='pty'/>
    <video><model type='vga'/></video>
    ${devices}
  </devices>
</domain>`;
  }

  /** Another process that owns the root; its first line says that it is ready. */
  async child(...args: readonly string[]): Promise<Child> {
    const program = fileURLToPath(new URL('child.mjs', import.meta.url));
    const process = spawn(globalThis.process.execPath, [program, this.uri, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#children.push(process);
    const lines: string[] = [];
    const reader = createInterface({ input: process.stdout });
    const first = new Promise<void>((resolve, reject) => {
      reader.once('line', () => resolve());
      process.once('exit', (status) => reject(new Error(`the child ended with status ${status}`)));
    });
    reader.on('line', (line) => lines.push(line));
    const closed = once(reader, 'close');
    await first;
    return {
      pid: process.pid as number,
      lines,
      async kill() {
        process.kill('SIGKILL');
        await closed;
        if (process.exitCode === null && process.signalCode === null) await once(process, 'exit');
      },
    };
  }

  /** Pids of all QEMUs that were started from folders of the root. */
  async qemus(): Promise<number[]> {
    const pids: number[] = [];
    for (const name of await readdir('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      try {
        const folder = await readlink(`/proc/${name}/cwd`);
        if (folder.startsWith(`${this.root}/`) && /^qemu/.test(await readFile(`/proc/${name}/comm`, 'utf8'))) pids.push(Number(name));
      } catch {
        // It ended meanwhile, or is not ours.
      }
    }
    return pids.sort((a, b) => a - b);
  }

  /** The pid that a guest's status names. */
  async pidOf(name: string): Promise<number> {
    const status = await readFile(`${this.root}/run/qemu/${name}.xml`, 'utf8');
    return Number(/ pid='(\d+)'/.exec(status)?.[1]);
  }

  /** Files in the root, without logs, cache and lock. */
  async files(): Promise<string[]> {
    const found: string[] = [];
    const walk = async (folder: string): Promise<void> => {
      for (const entry of await readdir(join(this.root, folder), { withFileTypes: true })) {
        const path = `${folder}/${entry.name}`;
        if (entry.isDirectory()) await walk(path);
        else found.push(path);
      }
    };
    await walk('');
    return found.filter((path) => !/^\/(cache|log)\/|\/lock\/|\/autostarted$/.test(path)).sort();
  }

  async end(): Promise<void> {
    for (const child of this.#children) child.kill('SIGKILL');
    for (const connection of this.#connections) await connection.close();
    for (const pid of await this.qemus()) process.kill(pid, 'SIGKILL');
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

export interface Child {
  readonly pid: number;
  readonly lines: readonly string[];
  /** SIGKILL; resolves when it is gone and all that it said has arrived. */
  kill(): Promise<void>;
}

/** What a condition comes to, looked at every 20 ms for at most 10 seconds. */
export async function until(condition: () => boolean | Promise<boolean>, patience = 10_000): Promise<void> {
  const end = Date.now() + patience;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`not within ${patience} ms: ${condition.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
