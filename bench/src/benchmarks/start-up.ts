import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Benchmark, Figure } from '../harness/benchmark.ts';
import { programOutput, programTime } from '../harness/child.ts';
import { interleave, type Side } from '../harness/interleave.ts';
import { installPacked } from '../harness/packed.ts';
import { median, ratios } from '../harness/statistics.ts';
import { withTemporaryFolder } from '../harness/temporary-folder.ts';

/** What each program does is said in the table; all run in a folder where the packed packages are installed. */
const programs = {
  connect: `import { connect } from '@virtweave/core-api';\nawait connect('test:///default');\n`,
  list: `import { connect } from '@virtweave/core-api';\nawait (await connect('test:///default')).listAllDomains();\n`,
  define: `import { connect } from '@virtweave/core-api';
const connection = await connect('test:///default');
const domain = await connection.defineXML('<domain type="test"><name>a</name><memory>1</memory><os><type>hvm</type></os></domain>');
await domain.xml();
`,
};

const guest = `<domain type='qemu'>
  <name>web</name>
  <memory unit='MiB'>512</memory>
  <os><type arch='x86_64' machine='q35'>hvm</type></os>
  <devices>
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2'/>
      <source file='/var/lib/virtweave/images/web.qcow2'/>
      <target dev='vda' bus='virtio'/>
    </disk>
  </devices>
</domain>`;
const network = `<network>
  <name>default</name>
  <forward mode='nat'/>
  <bridge name='virbr0'/>
  <ip address='192.168.122.1' netmask='255.255.255.0'>
    <dhcp><range start='192.168.122.2' end='192.168.122.254'/></dhcp>
  </ip>
</network>`;

/**
 * Programs that read documents and know nothing of connections; the empty one is what Node costs that runs a module. Each says
 * at its end how long the processor was at it: of a few milliseconds, a clock on a busy machine tells little.
 */
const readers = {
  empty: '',
  importDomain: `import '@virtweave/core-conf/domain';\n`,
  domain: `import { formatDomain, parseDomain } from '@virtweave/core-conf/domain';
formatDomain(parseDomain(${JSON.stringify(guest)}));\n`,
  network: `import { formatNetwork, parseNetwork } from '@virtweave/core-conf/network';
formatNetwork(parseNetwork(${JSON.stringify(network)}));\n`,
  everything: `import '@virtweave/core-conf';\n`,
};

const timed = `import { writeSync } from 'node:fs';
const { user, system } = process.cpuUsage();
writeSync(1, String((user + system) / 1000));\n`;

/** Time from the start of a process to its end, beside a Node that does nothing. */
export const startUp: Benchmark = {
  name: 'start-up',
  title: 'a fresh process that imports core-api and connects, beside bare Node; packed packages in an empty folder',
  run: ({ quick, note }) =>
    withTemporaryFolder(async (folder) => {
      await installPacked(['core-api', 'driver-test'], folder, note);
      for (const [name, text] of Object.entries(programs)) await writeFile(join(folder, `${name}.mjs`), text);
      for (const [name, text] of Object.entries(readers)) await writeFile(join(folder, `${name}.mjs`), text + timed);
      const node = (...args: string[]): (() => Promise<number>) => () => programTime(process.execPath, args, folder);
      const { bare, ...samples } = await interleave(
        { bare: node('-e', '0'), connect: node('connect.mjs'), list: node('list.mjs'), define: node('define.mjs') },
        quick ? 5 : 40,
        3,
      );
      const pairs = (name: keyof typeof samples): number => median(ratios(samples[name], bare));
      const other = median(bare);
      // Pair by pair, since a process that starts meets the weather of its moment.
      return [
        { what: `import and connect('test:///default')`, ours: other * pairs('connect'), other, unit: 'ms', limit: 1.6 },
        { what: 'the same and the list of domains', ours: other * pairs('list'), other, unit: 'ms' },
        { what: 'the same and a domain defined and shown', ours: other * pairs('define'), other, unit: 'ms' },
        ...(await firstDocuments(folder, quick ? 5 : 40)),
      ];
    }),
};

/** What the first document costs a process, import and all, above a Node that runs an empty module. */
async function firstDocuments(folder: string, rounds: number): Promise<Figure[]> {
  const names = Object.keys(readers) as (keyof typeof readers)[];
  const side = (name: string): Side => async () => Number(await programOutput(process.execPath, [`${name}.mjs`], folder));
  const sides = Object.fromEntries(names.map((name) => [name, side(name)])) as Record<keyof typeof readers, Side>;
  const samples = await interleave(sides, rounds, 3);
  const above = (name: keyof typeof readers): number =>
    median(samples[name].map((sample, at) => sample - (samples.empty[at] as number)));
  return [
    { what: 'import of core-conf/domain, above bare Node', ours: above('importDomain'), unit: 'ms' },
    { what: 'the same and a domain read and written', ours: above('domain'), unit: 'ms', limit: 3 },
    { what: 'import of core-conf/network, a network read and written', ours: above('network'), unit: 'ms', limit: 3 },
    { what: 'import of core-conf with all formats', ours: above('everything'), unit: 'ms' },
  ];
}
