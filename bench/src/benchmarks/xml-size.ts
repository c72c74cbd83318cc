import { fileURLToPath } from 'node:url';
import { formatDomain, parseDomain } from '@virtweave/core-conf';
import type { Benchmark, Figure } from '../harness/benchmark.ts';
import { programOutput } from '../harness/child.ts';
import { interleave } from '../harness/interleave.ts';
import { median } from '../harness/statistics.ts';

const sizes = [1, 10, 100, 1000] as const;
const firstDocument = fileURLToPath(new URL('../programs/first-document.mjs', import.meta.url));

/** Time must grow with the document, not with its square; and what does the first one cost? */
export const xmlSize: Benchmark = {
  name: 'xml-size',
  title: 'parse and format documents of 1 to 1,000 disks; the first document of a process',
  async run({ quick, note }) {
    const documents = Object.fromEntries(sizes.map((disks) => [disks, document(disks)]));
    const samples = await interleave(
      Object.fromEntries(sizes.map((disks) => [disks, () => time(documents[disks] as string, disks)])),
      quick ? 5 : 25,
      3,
    );
    const times = sizes.map((disks) => median(samples[disks] as number[]));
    sizes.forEach((disks, at) => note(`  ${disks} disks: ${(times[at] as number).toFixed(3)} ms`));
    return [...growth(times), ...(await first(documents[1] as string, quick))];
  },
};

/** What a further disk costs in a large document, beside a small one. */
function growth(times: readonly number[]): Figure[] {
  const perDisk = (more: number, fewer: number): number =>
    (1000 * ((times[more] as number) - (times[fewer] as number))) / ((sizes[more] as number) - (sizes[fewer] as number));
  return [
    // Quadratic would be 10. Above 1 by what the garbage collector must copy of a large tree.
    { what: 'a disk between 100 and 1,000, beside one between 10 and 100', ours: perDisk(3, 2), other: perDisk(2, 1), unit: 'us', limit: 3 },
  ];
}

async function first(xml: string, quick: boolean): Promise<Figure[]> {
  const { first, later } = await interleave({ first: run('first'), later: run('later') }, quick ? 3 : 11, 0);
  return [
    { what: 'first document of a process, beside the 100th', ours: median(first), other: median(later), unit: 'ms' },
  ];

  function run(what: string): () => Promise<number> {
    return async () => Number(await programOutput(process.execPath, [firstDocument, what, xml], import.meta.dirname));
  }
}

/**
 * Milliseconds of the processor for one document; small ones are repeated, so that the clock can tell. On a machine with other
 * work a large document is interrupted and a small one is not, which would look as if time grew faster than the document.
 */
function time(xml: string, disks: number): number {
  const times = Math.max(1, 100 / disks);
  const begin = process.cpuUsage();
  for (let at = 0; at < times; at += 1) formatDomain(parseDomain(xml));
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1000 / times;
}

function document(disks: number): string {
  const lines: string[] = [];
  for (let at = 0; at < disks; at += 1) {
    lines.push(
      `    <disk type='file' device='disk'>`,
      `      <driver name='qemu' type='qcow2' cache='none' discard='unmap'/>`,
      `      <source file='/var/lib/virtweave/images/data-${at}.qcow2'/>`,
      `      <target dev='${diskName(at)}' bus='virtio'/>`,
      `      <serial>WD-${at}</serial>`,
      `      <address type='pci' domain='0x0000' bus='0x${(at >> 5 & 0xff).toString(16)}' slot='0x${(at & 31).toString(16)}' function='0x0'/>`,
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
${lines.join('\n')}
  </devices>
</domain>
`;
}

/** vda, vdb, .. vdz, vdaa, .. */
function diskName(at: number): string {
  let letters = '';
  for (let rest = at + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(97 + ((rest - 1) % 26)) + letters;
  }
  return `vd${letters}`;
}
