import { connect, type Connection, type ConnectOptions } from '@virtweave/core-api';
import { FixtureHost, type FixtureCommand, type FixtureEntry } from '@virtweave/core-testkit';
import type { Host, ProcessIdentity, RunResult } from '@virtweave/core-util';
import driver from '../../src/index.ts';

const bootIds = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'] as const;
const BOOT_ID = '/proc/sys/kernel/random/boot_id';

const letters: Readonly<Record<string, string>> = { file: 'f', folder: 'd', block: 'b', character: 'c', link: 'l', socket: 's', fifo: 'p' };

/**
 * A pretended machine with the few programs that pools of folders need. It outlives the processes that use it:
 * {@link Machine.nextProcess} makes the owner of all state folders one that is gone.
 */
export class Machine extends FixtureHost {
  #generation = 1;
  #boot = 0;

  constructor(files: Readonly<Record<string, FixtureEntry>> = {}, commands: readonly FixtureCommand[] = []) {
    const always = (program: string, action: (args: readonly string[]) => Promise<Partial<RunResult> | void>): FixtureCommand => ({
      program,
      times: Infinity,
      action,
    });
    super({
      files: {
        '/proc/self': { link: String(process.pid) },
        [`/proc/${process.pid}/ns/pid`]: { link: 'pid:[4026531836]' },
        '/proc/mounts': '',
        [BOOT_ID]: `${bootIds[0]}\n`,
        ...files,
      },
      commands: [
        ...commands,
        always('find', (args) => this.#find(args)),
        { program: 'stat', args: (args) => args[0] === '-f', stdout: '4096 1000 600\n', times: Infinity },
        always('truncate', ([, size, , path]) => this.#resize(path as string, Number(size))),
        always('fallocate', async () => undefined),
        always('chmod', async () => undefined),
        always('chown', async () => undefined),
        always('rmdir', async ([, path]) => {
          if ((await this.list(path as string))?.length !== 0) return { status: 1, stderr: `rmdir: failed to remove '${path}': Directory not empty\n` };
          await this.remove(path as string, { recursive: true });
          return undefined;
        }),
      ],
    });
  }

  /** From now on this process is another one, and the one that it was is dead. */
  nextProcess(): void {
    this.#generation += 1;
  }

  get bootId(): string {
    return bootIds[this.#boot % 2] as string;
  }

  override powerCut(): void {
    super.powerCut();
    this.#boot += 1;
    this.put(BOOT_ID, `${this.bootId}\n`);
  }

  override async process(pid: number): Promise<ProcessIdentity | undefined> {
    return pid === process.pid ? { pid, startTime: String(this.#generation) } : super.process(pid);
  }

  async #find([, path = '', option, depth]: readonly string[]): Promise<Partial<RunResult>> {
    const whole = option === '-mindepth';
    const names = whole ? ((await this.list(path)) ?? []) : [''];
    let stdout = '';
    for (const name of names) {
      const at = name === '' ? path : `${path}/${name}`;
      const stat = (await this.stat(at)) ?? (await this.stat(at, { followLinks: false }));
      if (stat === undefined) return { status: 1, stderr: `find: '${at}': No such file or directory\n` };
      const shown = name === '' ? at.slice(at.lastIndexOf('/') + 1) : name;
      const blocks = Math.ceil(stat.size / 512);
      const fields = [letters[stat.type], stat.size, blocks, (stat.mode & 0o777).toString(8), stat.uid, stat.gid, '1.5000000000', '2.0', '3.0', '-1', shown];
      stdout += `${fields.join('\0')}\0`;
    }
    return { stdout, status: depth === '' ? 1 : 0 };
  }

  async #resize(path: string, size: number): Promise<void> {
    const place = this.tree.find(path);
    if (place.node?.type !== 'file') throw new Error(`truncate: no file ${path}`);
    const { data } = place.node;
    place.node.data = size <= data.length ? data.subarray(0, size) : Buffer.concat([data, Buffer.alloc(size - data.length)]);
  }
}

/** Opens the embedded root `/root` of a pretended machine. */
export function open(host: Host, options: ConnectOptions = {}): Promise<Connection> {
  return connect('storage:///embed?root=/root', { drivers: [driver], host, ...options });
}

export const UUID = '11111111-1111-4111-8111-111111111111';

/** A pool in the folder `/pools/NAME`. */
export function poolXml(name = 'images', { uuid = UUID, path = `/pools/${name}` }: { uuid?: string; path?: string } = {}): string {
  return `<pool type='dir'><name>${name}</name><uuid>${uuid}</uuid><target><path>${path}</path></target></pool>`;
}

export function volumeXml(name: string, capacity = 1024, extra = ''): string {
  return `<volume><name>${name}</name><capacity>${capacity}</capacity>${extra}</volume>`;
}
