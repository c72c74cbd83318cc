import { expect, test } from '@jest/globals';
import type { Domain } from '@virtweave/core-conf';
import { FixtureHost } from '@virtweave/core-testkit';
import type { ProcessIdentity } from '@virtweave/core-util';
import type { QemuEngine } from '../../src/engine/engine.ts';
import { endHelpers } from '../../src/lifecycle/helpers.ts';
import { virtiofsdArguments } from '../../src/vhost-user/index.ts';
import { guest } from '../definition/parse.ts';

const shared = (inside: string): Domain =>
  guest('pc-q35-9.0', `<filesystem type='mount'><driver type='virtiofs'/>${inside}<target dir='tag'/></filesystem>`, {
    rest: `<memoryBacking><source type='memfd'/><access mode='shared'/></memoryBacking>`,
  });

test('virtiofsd is told all that the document says', () => {
  const { filesystems } = shared(
    `<binary xattr='on'><cache mode='always'/><sandbox mode='chroot'/><lock posix='off' flock='on'/><thread_pool size='4'/></binary>` +
      `<idmap><uid start='0' target='1000' count='1'/></idmap><source dir='/a,b'/>`,
  ).devices;
  expect(filesystems.map((filesystem) => virtiofsdArguments(filesystem, '/s.sock'))).toEqual([
    [
      '--socket-path=/s.sock', '-o', 'source=/a,,b,cache=always,sandbox=chroot,xattr,flock,no_posix_lock', '--thread-pool-size=4',
      '--uid-map', ':0:1000:1:',
    ],
  ]);
});

/** A machine where two processes are left in the guest's folder, one elsewhere. */
class Left extends FixtureHost {
  readonly alive = new Set([11, 12, 13]);

  override async process(pid: number): Promise<ProcessIdentity | undefined> {
    return this.alive.has(pid) ? { pid, startTime: '1' } : undefined;
  }

  override async signal({ pid }: ProcessIdentity): Promise<boolean> {
    return this.alive.delete(pid);
  }
}

test('what is left beside a guest that is gone is ended, and nothing else', async () => {
  const host = new Left({
    files: { '/proc/11/cwd': { link: '/run/guest' }, '/proc/12/cwd': { link: '/run/guest' }, '/proc/13/cwd': { link: '/run/guest2' } },
  });
  const engine = { host } as unknown as QemuEngine;
  await endHelpers(engine, guest('pc', ''), '/run/guest');
  await endHelpers(engine, shared(`<source socket='/own.sock'/>`), '/run/guest');
  expect([...host.alive]).toEqual([11, 12, 13]);
  await endHelpers(engine, shared(`<source dir='/a'/>`), '/run/guest');
  expect([...host.alive]).toEqual([13]);
});
