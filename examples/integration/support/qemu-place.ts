import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readlink, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const emulator = 'qemu-system-x86_64';

/** Why there is no test with a real QEMU; undefined when there is one. */
export const noQemu: string | undefined = spawnSync(emulator, ['--version']).status === 0 ? undefined : `${emulator} is not installed`;

/** A folder for an embedded root of driver-qemu. What runs there ends with it. */
export class QemuPlace {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(): Promise<QemuPlace> {
    // Short: the path of a unix socket takes no more than 107 bytes.
    return new QemuPlace(await mkdtemp(join(tmpdir(), 'vw-')));
  }

  get root(): string {
    return join(this.folder, 'root');
  }

  /** A guest that any QEMU runs: without KVM, 16 MiB. */
  static sample({ name, uuid, cpus = 1, devices = '' }: SampleGuest): string {
    return `<domain type='qemu'>
  <name>${name}</name>
  ${uuid === undefined ? '' : `<uuid>${uuid}</uuid>`}
  <memory unit='MiB'>16</memory>
  <vcpu>${cpus}</vcpu>
  <os><type arch='x86_64' machine='pc'>hvm</type></os>
  <features><acpi/></features>
  <devices>
    <serial type='pty'/>
    <video><model type='vga'/></video>
    ${devices}
  </devices>
</domain>`;
  }

  /** Pids of all QEMUs that were started from folders of the root. */
  async qemus(): Promise<number[]> {
    const pids: number[] = [];
    for (const name of await readdir('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      const folder = await readlink(`/proc/${name}/cwd`).catch(() => ''); // it ended meanwhile
      if (folder.startsWith(`${this.root}/`)) pids.push(Number(name));
    }
    return pids;
  }

  async end(): Promise<void> {
    for (const pid of await this.qemus()) process.kill(pid, 'SIGKILL');
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

export interface SampleGuest {
  readonly name: string;
  readonly uuid?: string;
  readonly cpus?: number;
  /** More devices, as XML. */
  readonly devices?: string;
}
