import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Skipped, type Benchmark } from '../harness/benchmark.ts';
import { programTime } from '../harness/child.ts';
import { startDaemon } from '../harness/daemon.ts';
import { interleave } from '../harness/interleave.ts';
import { installPacked } from '../harness/packed.ts';
import { median, ratios } from '../harness/statistics.ts';
import { withTemporaryFolder } from '../harness/temporary-folder.ts';

const virsh = '/usr/bin/virsh';

/** What a user waits for who types a command: ours and virsh ask the same daemon of ours. */
export const list: Benchmark = {
  name: 'list',
  title: `'virtweave list' against a warm virtweaved, beside 'virsh list' and bare Node; packed packages in an empty folder`,
  async run({ quick, note }) {
    if (!existsSync(virsh)) throw new Skipped('virsh is not installed: apt-get install libvirt-clients');
    return await withTemporaryFolder(async (folder) => {
      await installPacked(['cli', 'daemon', 'driver-remote', 'driver-test'], folder, note);
      await writeFile(join(folder, 'empty.mjs'), '');
      const socket = join(folder, 'sock');
      const daemon = await startDaemon(folder, socket);
      try {
        const words = ['--connect', `test+unix:///default?socket=${socket}`, 'list'];
        const program = (path: string, args: readonly string[]) => (): Promise<number> => programTime(path, args, folder);
        const { ours, theirs, bare } = await interleave(
          {
            ours: program(join(folder, 'node_modules/.bin/virtweave'), words),
            theirs: program(virsh, words),
            bare: program(process.execPath, ['empty.mjs']),
          },
          quick ? 5 : 60,
          3,
        );
        // Pair by pair, since a process that starts meets the weather of its moment.
        const beside = (others: readonly number[], limit: number): { ours: number; other: number; unit: string; limit: number } => {
          const other = median(others);
          return { ours: other * median(ratios(ours, others)), other, unit: 'ms', limit };
        };
        return [
          { what: `'virtweave list', beside 'virsh list'`, ...beside(theirs, 6) },
          { what: 'the same, beside a Node that runs an empty module', ...beside(bare, 1.6) },
        ];
      } finally {
        await daemon.stop();
      }
    });
  },
};
