import { join } from 'node:path';
import type { Benchmark, Figure } from '../harness/benchmark.ts';
import { startBuiltDaemon } from '../harness/daemon.ts';
import { interleave, type Side } from '../harness/interleave.ts';
import { startPrivateLibvirtd } from '../harness/private-libvirtd.ts';
import { median, ratios } from '../harness/statistics.ts';
import { withTemporaryFolder } from '../harness/temporary-folder.ts';
import { LoadProgram } from '../load/load-program.ts';
import { loadKinds } from '../load/orders.ts';

const inFlight = 64;

/** Twice libvirtd's rate on one connection, 1.2 times on sixteen. */
const limits = { 1: 0.5, 16: 0.833 } as const;

/** What both daemons do of the same load in a second, by the same program. */
export const load: Benchmark = {
  name: 'load',
  title: `${inFlight} calls in flight over 1 and 16 connections: our daemon beside libvirtd, test:///default`,
  run: ({ quick, note }) =>
    withTemporaryFolder(async (folder) => {
      const libvirtd = await startPrivateLibvirtd(join(folder, 'libvirtd'));
      const virtweaved = await startBuiltDaemon(join(folder, 'virtweaved'));
      const program = new LoadProgram();
      try {
        const sides: Record<string, Side> = {};
        for (const connections of [1, 16]) {
          for (const kind of loadKinds) {
            const order = { connections, inFlight, kind, count: quick ? 3200 : 16_000 };
            sides[`ours ${connections} ${kind}`] = () => program.microseconds({ ...order, socket: virtweaved.socket });
            sides[`libvirtd ${connections} ${kind}`] = () => program.microseconds({ ...order, socket: libvirtd.socket });
          }
        }
        const samples = await interleave(sides, quick ? 3 : 11, 2);
        return ([1, 16] as const).flatMap((connections) =>
          loadKinds.map((kind): Figure => {
            const ours = samples[`ours ${connections} ${kind}`] as number[];
            const theirs = samples[`libvirtd ${connections} ${kind}`] as number[];
            const other = median(theirs);
            note(`  ${connections} x ${kind}: ${rate(median(ours))} calls a second, libvirtd ${rate(other)}`);
            const what = `${kind}, over ${connections} connection${connections > 1 ? 's' : ''}`;
            return { what, ours: median(ratios(ours, theirs)) * other, other, unit: 'us', limit: limits[connections] };
          }),
        );
      } finally {
        program.close();
        await virtweaved.stop();
        await libvirtd.stop();
      }
    }),
};

function rate(microseconds: number): string {
  return Math.round(1e6 / microseconds).toLocaleString('en');
}
