import { cpuSignature, parseCpuinfo, parseCpuStats, readCpuSummary } from '@virtweave/core-util/host-facts';
import type { Adapter, CaseFiles } from '../adapter.ts';
import { packedHost } from '../packed-tree.ts';

/** CPUs of a host in numbers, their signature, and the time they spent. */
export const run: Adapter = async (testCase, files) => {
  switch (testCase['op']) {
    case 'topology':
      return { expect: 'success', expected: await topology(testCase, files) };
    case 'signature': {
      const signature = cpuSignature(String(testCase['arch']), parseCpuinfo(await files.read(String(testCase['cpuinfo']))));
      return { expect: 'success', expected: signature ?? null };
    }
    case 'cpu-stats':
      return { expect: 'success', expected: stats(await files.read(String(testCase['input'])), Number(testCase['cpus'])) };
    default:
      throw new TypeError(`unknown operation ${String(testCase['op'])}`);
  }
};

async function topology(testCase: Readonly<Record<string, unknown>>, files: CaseFiles): Promise<string> {
  const arch = String(testCase['arch']);
  const host = packedHost(await files.read(String(testCase['tree'])), testCase['mounts'] as Record<string, string>, {
    '/proc/cpuinfo': await files.read(String(testCase['cpuinfo'])),
  });
  // What KVM would say on the pretended hosts.
  const cpus = await readCpuSummary(host, arch, arch.startsWith('ppc64') ? { threadsPerSubcore: 8 } : {});
  return (
    `CPUs: ${cpus.online}/${cpus.maximum}, MHz: ${cpus.mhz}, Nodes: ${cpus.nodes}, Sockets: ${cpus.sockets}, ` +
    `Cores: ${cpus.cores}, Threads: ${cpus.threads}\n`
  );
}

function stats(text: string, cpus: number): string {
  const all = [undefined, ...Array.from({ length: cpus }, (_, cpu) => cpu)];
  return all
    .map((cpu) => {
      const { kernel, user, idle, iowait } = parseCpuStats(text, cpu);
      return `cpu${cpu ?? ''}:\nkernel: ${kernel}\nuser: ${user}\nidle: ${idle}\niowait: ${iowait}\n\n`;
    })
    .join('');
}
