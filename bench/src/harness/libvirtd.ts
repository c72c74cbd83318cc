import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Skipped } from './benchmark.ts';
import { LibvirtPeer } from './libvirt-peer.ts';

const reaper = fileURLToPath(new URL('../../libvirt/reaper.py', import.meta.url));
const program = '/usr/sbin/libvirtd';
const logProgram = '/usr/sbin/virtlogd';
/** Where libvirtd looks for the daemon that keeps the logs of its guests. */
const logSocket = '/run/libvirt/virtlogd-sock';

/** A libvirtd that was started for a benchmark, and a client of it. */
export interface Libvirtd {
  define(xml: string): Promise<void>;
  /** Milliseconds of a start; the guest is destroyed again. */
  start(name: string): Promise<number>;
  close(): Promise<void>;
}

/** Starts a libvirtd whose socket lies in `folder`; undefined, and a note, where that cannot be. */
export async function openLibvirtd(folder: string, note: (line: string) => void): Promise<Libvirtd | undefined> {
  const no = (reason: string): undefined => {
    note(`  libvirtd: SKIPPED: ${reason}`);
    return undefined;
  };
  if (!existsSync(program)) return no('not installed: apt-get install libvirt-daemon-system python3-libvirt');
  if (process.getuid?.() !== 0) return no('only root can run it');
  await mkdir(folder, { mode: 0o700 });
  const config = join(folder, 'libvirtd.conf');
  await writeFile(config, `unix_sock_dir = "${folder}"\nauth_unix_rw = "none"\n`);
  const commands = [`${program} --config ${config} --pid-file ${folder}/libvirtd.pid`];
  if (existsSync(logProgram) && !existsSync(logSocket)) commands.unshift(`${logProgram} --pid-file ${folder}/virtlogd.pid`);
  const daemon = spawn('/usr/bin/python3', [reaper, ...commands], { stdio: ['pipe', 'ignore', 'ignore'] });
  let gone = false;
  const exited = new Promise<void>((resolve) => {
    for (const event of ['exit', 'error']) {
      daemon.once(event, () => {
        gone = true;
        resolve();
      });
    }
  });
  const stop = async (): Promise<void> => {
    daemon.stdin.destroy();
    await exited;
  };
  const socket = join(folder, 'libvirt-sock');
  const wait = AbortSignal.timeout(20_000);
  while (!existsSync(socket) && !gone && !wait.aborted) await sleep(50);
  if (!existsSync(socket)) {
    await stop();
    return no('it does not start; does another one run?');
  }
  try {
    const peer = await LibvirtPeer.open(`qemu+unix:///system?socket=${socket}`);
    const names: string[] = [];
    return {
      async define(xml) {
        await peer.call('define', xml);
        names.push(/<name>(.*)<\/name>/.exec(xml)?.[1] ?? '');
      },
      start: (name) => peer.time('start', name),
      async close() {
        for (const name of names) await peer.call('undefine', name).catch(() => undefined);
        peer.close();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    return no(error instanceof Skipped ? error.message : String(error));
  }
}
