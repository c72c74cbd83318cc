import { join } from 'node:path';
import { connect, isVirtError, type Connection } from '@virtweave/core-api';
import type { BenchContext, Benchmark, Figure } from '../harness/benchmark.ts';
import { milliseconds } from '../harness/interleave.ts';
import { liveHeap } from '../harness/memory.ts';
import { median } from '../harness/statistics.ts';
import { withTemporaryFolder } from '../harness/temporary-folder.ts';

/** Numbers of domains at which the list is asked for. */
const marks = [10, 1_000, 10_000];

/** Define, list and look up with few and with many domains: nothing may grow with their number but the list itself. */
export const manyDomains: Benchmark = {
  name: 'many-domains',
  title: 'define, list and look up with 10, 1,000 and 10,000 domains; memory of each',
  run: (context) =>
    withTemporaryFolder(async (folder) => {
      const root = encodeURIComponent(join(folder, 'root'));
      return [
        ...(await onDriver('test:///default', 'test', context)),
        ...(await onDriver(`qemu:///embed?root=${root}`, 'qemu', context)),
      ];
    }),
};

async function onDriver(uri: string, type: string, { quick, note }: BenchContext): Promise<Figure[]> {
  const title = uri.replace(/\?.*/, '');
  let connection: Connection;
  try {
    connection = await connect(uri, { from: import.meta.url });
  } catch (error) {
    if (!isVirtError(error)) throw error;
    note(`  ${title}: SKIPPED: ${error.message}`);
    return [];
  }
  try {
    const most = quick ? 1_000 : 10_000;
    const total = await measure(connection, type, marks.filter((mark) => mark <= most));
    note(`  ${title}: ${most} domains defined in ${(total.all / 1000).toFixed(1)} s`);
    return figures(title, total, most);
  } finally {
    await connection.close();
  }
}

interface Measured {
  readonly defines: number[];
  readonly all: number;
  /** By number of domains; milliseconds. */
  readonly list: Map<number, number>;
  readonly lookup: Map<number, number>;
  readonly bytesPerDomain: number;
}

async function measure(connection: Connection, type: string, at: readonly number[]): Promise<Measured> {
  // The first domains also load and compile what defining needs.
  for (let at = 0; at < 300; at += 1) await (await connection.defineXML(document(type, 'first'))).undefine();
  const before = liveHeap();
  const defines: number[] = [];
  const list = new Map<number, number>();
  const lookup = new Map<number, number>();
  for (const mark of at) {
    while (defines.length < mark) {
      const xml = document(type, `guest-${defines.length}`);
      defines.push(await milliseconds(() => connection.defineXML(xml)));
    }
    list.set(mark, median(await repeat(15, () => connection.listAllDomains())));
    let next = 0;
    lookup.set(mark, median(await repeat(500, () => connection.lookupByName(`guest-${(next += 7919) % mark}`))));
  }
  const bytesPerDomain = (liveHeap() - before) / defines.length;
  return { defines, all: defines.reduce((sum, one) => sum + one, 0), list, lookup, bytesPerDomain };
}

async function repeat(times: number, work: () => Promise<unknown>): Promise<number[]> {
  const samples: number[] = [];
  for (let at = 0; at < times; at += 1) samples.push(await milliseconds(work));
  return samples;
}

function figures(title: string, { defines, list, lookup, bytesPerDomain }: Measured, most: number): Figure[] {
  const [few, from] = most === 10_000 ? [1_000, 9_900] : [200, 900]; // a quick run ends at 1,000
  const window = (to: number): number => 1000 * median(defines.slice(to - 100, to));
  const of = (times: Map<number, number>, at: number): number => 1000 * (times.get(at) ?? Number.NaN);
  const small = 10;
  const perListed = of(list, most) / most;
  return [
    { what: `${title}: defines ${from} to ${most}, beside ${few - 100} to ${few}`, ours: window(most), other: window(few), unit: 'us', limit: 1.3 },
    { what: `${title}: look-up by name of ${most}, beside ${small}`, ours: of(lookup, most), other: of(lookup, small), unit: 'us' },
    { what: `${title}: list, for each of ${most} domains`, ours: perListed, unit: 'us' },
    { what: `${title}: memory of a defined domain`, ours: bytesPerDomain / 1024, unit: 'KiB' },
  ];
}

function document(type: string, name: string): string {
  return `<domain type='${type}'>
  <name>${name}</name>
  <memory unit='MiB'>256</memory>
  <vcpu>2</vcpu>
  <os><type arch='x86_64'>hvm</type></os>
  <devices>
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2'/>
      <source file='/var/lib/virtweave/images/${name}.qcow2'/>
      <target dev='vda' bus='virtio'/>
    </disk>
    <interface type='user'><model type='virtio'/></interface>
    <console type='pty'/>
  </devices>
</domain>
`;
}
