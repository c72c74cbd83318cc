import { FixtureHost, type FixtureCommand, type FixtureEntry } from '@virtweave/core-testkit';
import {
  errnoError, type CallOptions, type HostAddress, type HostSignal, type ProcessIdentity, type Receiving, type SpawnOptions, type SpawnedProcess,
} from '@virtweave/core-util';
import type { Duplex } from 'node:stream';
import { PretendedQemu, type QemuHabits } from './pretended-qemu.ts';

export const EMULATOR = '/usr/bin/qemu-system-x86_64';

const bootIds = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'] as const;
const BOOT_ID = '/proc/sys/kernel/random/boot_id';

/**
 * A pretended PC with a pretended QEMU. It outlives the processes that drive it: {@link Machine.nextProcess} makes the
 * owner of all state folders one that is gone.
 */
export class Machine extends FixtureHost {
  /** Every QEMU that was ever started, probes too. */
  readonly qemus: PretendedQemu[] = [];
  /** For those that are started from now on. */
  habits: QemuHabits = {};
  #generation = 1;
  #boot = 0;

  constructor(files: Readonly<Record<string, FixtureEntry>> = {}, commands: readonly FixtureCommand[] = []) {
    super({
      files: {
        '/proc/self': { link: String(process.pid) },
        [`/proc/${process.pid}/ns/pid`]: { link: 'pid:[4026531836]' },
        '/proc/sys/kernel/osrelease': '6.1.0\n',
        '/proc/cpuinfo': 'processor\t: 0\nvendor_id\t: GenuineIntel\nflags\t\t: fpu\n',
        '/sys/devices/system/cpu/cpu0/topology/core_id': '0\n',
        '/proc/meminfo': 'MemTotal: 8388608 kB\nMemFree: 4194304 kB\n',
        [BOOT_ID]: `${bootIds[0]}\n`,
        [EMULATOR]: { content: 'ELF', mode: 0o755 },
        '/images/web.img': 'disk',
        '/images/db.img': 'disk',
        ...files,
      },
      commands: [
        { program: EMULATOR, times: Infinity },
        { program: 'uname', args: ['-m'], stdout: 'x86_64\n', times: Infinity },
        ...commands,
      ],
    });
    // The cache of capabilities is for an emulator with a certain ctime.
    const emulator = this.tree.find(EMULATOR).node;
    if (emulator !== undefined) emulator.changed = 1_700_000_000_000;
  }

  /** The guests' processes that live. */
  get running(): readonly PretendedQemu[] {
    return this.qemus.filter(({ alive, probe }) => alive && !probe);
  }

  /** The process of a guest. */
  qemu(guest: string): PretendedQemu {
    const found = [...this.running].reverse().find((qemu) => qemu.guest === guest);
    if (found === undefined) throw new Error(`no QEMU runs '${guest}'`);
    return found;
  }

  /** From now on this process is another one, and the one that it was is dead. */
  nextProcess(): void {
    this.#generation += 1;
  }

  get bootId(): string {
    return bootIds[this.#boot % 2] as string;
  }

  override powerCut(): void {
    for (const qemu of this.qemus) qemu.end();
    super.powerCut();
    this.#boot += 1;
    this.put(BOOT_ID, `${this.bootId}\n`);
  }

  override async process(pid: number): Promise<ProcessIdentity | undefined> {
    if (pid === process.pid) return { pid, startTime: String(this.#generation) };
    return super.process(pid);
  }

  override async spawn(program: string, args: readonly string[], options: SpawnOptions): Promise<SpawnedProcess> {
    const habits = args.some((arg) => arg.startsWith('none,')) ? {} : this.habits;
    const spawned = await super.spawn(program, args, options);
    const socket = options.listen?.[0]?.path ?? '';
    const qemu = new PretendedQemu({
      identity: { pid: spawned.pid, startTime: spawned.startTime },
      args,
      socket,
      habits,
      exit: (status, signal) => {
        this.tree.take(this.tree.find(`/proc/${spawned.pid}`));
        this.endProcess(spawned.pid, status, signal);
      },
    });
    this.qemus.push(qemu);
    this.serve(socket, (stream) => qemu.accept(stream));
    const incoming = /^unix:(.*)$/.exec(args[args.indexOf('-incoming') + 1] ?? '')?.[1];
    if (incoming !== undefined) this.serve(incoming, (stream) => qemu.load(stream));
    this.#plant(`/proc/${spawned.pid}`);
    this.tree.put(this.tree.find(`/proc/${spawned.pid}/cwd`, false), this.tree.newLink(options.cwd ?? '/'));
    const words = Buffer.from(`${[program, ...args].join('\0')}\0`);
    this.tree.put(this.tree.find(`/proc/${spawned.pid}/cmdline`), this.tree.newFile(words, 0o444));
    const stat = `${spawned.pid} (qemu) S 1 1 1 0 -1 0 0 0 0 0 100 50 0 0 20 0 1 0 ${spawned.startTime} 0 0\n`;
    this.tree.put(this.tree.find(`/proc/${spawned.pid}/stat`), this.tree.newFile(Buffer.from(stat), 0o444));
    if (habits.diesAtStart !== undefined) {
      await this.appendFile(options.log, `${habits.diesAtStart}\n`);
      qemu.end(1, null);
    }
    return spawned;
  }

  #plant(folder: string): void {
    this.tree.put(this.tree.find(folder), this.tree.newFolder(0o555));
  }

  override async signal(target: ProcessIdentity, signal: HostSignal): Promise<boolean> {
    const qemu = this.qemus.find(({ identity, alive }) => alive && identity.pid === target.pid);
    if (qemu === undefined || qemu.identity.startTime !== target.startTime) return false;
    qemu.signal(signal);
    return true;
  }

  override async connect(address: HostAddress, options: CallOptions = {}): Promise<Duplex> {
    if ('path' in address) {
      const server = [...this.qemus].reverse().find(({ socket }) => socket === address.path);
      if (server?.alive === false) {
        const there = (await this.stat(address.path)) !== undefined;
        throw errnoError(`Failed to connect socket to '${address.path}'`, there ? 'ECONNREFUSED' : 'ENOENT');
      }
    }
    return super.connect(address, options);
  }

  /** What a pretended QEMU sends is always the same. */
  async receive(_socket: string, file: string): Promise<Receiving> {
    await this.appendFile(file, 'QEVM');
    return { done: Promise.resolve(), cancel: () => undefined };
  }

  /** What stands in the state folders: paths without the root, and without what every root has. */
  traces(root = '/root'): string[] {
    return Object.entries(this.contents(root))
      .filter(([, content]) => content !== 'folder')
      .map(([path]) => path.slice(root.length))
      .filter((path) => !/^\/(cache|log)\/|\/lock\/|\/autostarted$/.test(path));
  }
}
