import { join } from 'node:path';
import { readDomain, type Domain } from '@virtweave/core-conf';
import { LocalHost } from '@virtweave/core-util';
import { findEmulator, QemuCapabilitiesCache, type QemuCapabilities } from '@virtweave/driver-qemu/capabilities';
import { parseQemuDefinition } from '@virtweave/driver-qemu/definition';
import { scopeOf } from '@virtweave/driver-qemu';
import { buildForShow } from '@virtweave/driver-qemu/explain';
import { Skipped, type Benchmark, type Figure } from '../harness/benchmark.ts';
import { interleave, type Side } from '../harness/interleave.ts';
import { median, ratios } from '../harness/statistics.ts';
import { withTemporaryFolder } from '../harness/temporary-folder.ts';

const sizes = [1, 10, 100, 1000] as const;

/** A command line must cost less than its document, and grow with the devices, not with their square. */
export const commandLine: Benchmark = {
  name: 'command-line',
  title: 'the command line of a parsed definition with 1 to 1,000 disks, beside parsing its document',
  async run({ quick, note }) {
    const capabilities = await withTemporaryFolder(ofThisMachine);
    const sides: Record<string, Side> = {};
    for (const disks of sizes) {
      const xml = document(disks);
      const parse = (): Domain => parseQemuDefinition(xml, { capabilities, hostArch: 'x86_64', config: { nvramDir: '/nvram', channelTargetDir: '/run/channel' } });
      const parsed = parse();
      const scope = scopeOf('qemu:///session', process.env);
      // What was defined is completed already: only reading it is left.
      sides[`read ${disks}`] = () => time(disks, () => readDomain(xml));
      sides[`define ${disks}`] = () => time(disks, parse);
      sides[`build ${disks}`] = () => time(disks, () => buildForShow(parsed, capabilities, scope));
    }
    const samples = await interleave(sides, quick ? 5 : 25, 3);
    const of = (side: string, disks: number): number[] => samples[`${side} ${disks}`] as number[];
    for (const disks of sizes) {
      const one = (side: string): string => `${side} ${median(of(side, disks)).toFixed(3)} ms`;
      note(`  ${disks} disks: ${['read', 'define', 'build'].map(one).join(', ')}`);
    }
    return [
      ...sizes.map((disks): Figure => ({
        what: `${disks} disks: build, beside defining the document`,
        ours: median(ratios(of('build', disks), of('define', disks))),
        unit: 'times',
        limit: 1,
      })),
      // The least of each: what else the machine does only ever adds.
      growth(sizes.map((disks) => Math.min(...of('build', disks)))),
    ];
  },
};

/** What a further disk costs in a large guest, beside a small one. */
function growth(times: readonly number[]): Figure {
  const perDisk = (more: number, fewer: number): number =>
    (1000 * ((times[more] as number) - (times[fewer] as number))) / ((sizes[more] as number) - (sizes[fewer] as number));
  // Quadratic would be 10.
  return { what: 'build: a disk between 100 and 1,000, beside one between 10 and 100', ours: perDisk(3, 2), other: perDisk(2, 1), unit: 'us', limit: 2 };
}

async function ofThisMachine(folder: string): Promise<QemuCapabilities> {
  const host = new LocalHost();
  const emulator = await findEmulator(host, 'x86_64');
  if (emulator === undefined) throw new Skipped('qemu-system-x86_64 is not installed');
  const cache = { host, folder: join(folder, 'caps'), runFolder: join(folder, 'probe'), version: 'bench' };
  return new QemuCapabilitiesCache(cache).lookup(emulator);
}

/** Milliseconds for one; small ones are repeated, so that the clock can tell. */
function time(disks: number, work: () => unknown): number {
  const times = Math.max(1, 100 / disks);
  const begin = performance.now();
  for (let at = 0; at < times; at += 1) work();
  return (performance.now() - begin) / times;
}

function document(disks: number): string {
  const lines: string[] = [];
  for (let at = 0; at < disks; at += 1) {
    lines.push(
      `    <disk type='file' device='disk'>`,
      `      <driver name='qemu' type='qcow2' cache='none' discard='unmap'/>`,
      `      <source file='/var/lib/virtweave/images/data-${at}.qcow2'/>`,
      `      <target dev='${diskName(at)}' bus='scsi'/>`,
      `      <serial>WD-${at}</serial>`,
      `      <address type='drive' controller='${Math.floor(at / 256)}' bus='0' target='${at % 256}' unit='0'/>`,
      `    </disk>`,
    );
  }
  return `<domain type='qemu'>
  <name>many-disks</name>
  <uuid>c7a5fdbd-edaf-9455-926a-d65c16db1809</uuid>
  <memory unit='MiB'>512</memory>
  <vcpu>2</vcpu>
  <os><type arch='x86_64' machine='q35'>hvm</type></os>
  <devices>
    ${[0, 1, 2, 3].map((index) => `<controller type='scsi' index='${index}' model='virtio-scsi'/>`).join('\n    ')}
${lines.join('\n')}
  </devices>
</domain>
`;
}

/** sda, sdb, .. sdz, sdaa, .. */
function diskName(at: number): string {
  let letters = '';
  for (let rest = at + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) letters = String.fromCharCode(97 + ((rest - 1) % 26)) + letters;
  return `sd${letters}`;
}
