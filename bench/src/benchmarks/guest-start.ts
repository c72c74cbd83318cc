import { chmod, cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connect, isVirtError, type Connection, type Domain } from '@virtweave/core-api';
import { sectorGuestDisk } from '@virtweave/core-testkit';
import { startBare, type BareCommand } from '../harness/bare-qemu.ts';
import { Skipped, type Benchmark, type Figure } from '../harness/benchmark.ts';
import { interleave, milliseconds, type Side } from '../harness/interleave.ts';
import { openLibvirtd, type Libvirtd } from '../harness/libvirtd.ts';
import { median, ratios } from '../harness/statistics.ts';
import { withTemporaryFolder } from '../harness/temporary-folder.ts';

/** From the call until the guest runs, with everything on, beside QEMU started by hand with the same arguments. */
export const guestStart: Benchmark = {
  name: 'guest-start',
  title: 'start of a guest until it runs, beside bare QEMU with the same arguments, and beside libvirtd when it is there',
  run: ({ quick, note }) =>
    withTemporaryFolder(async (folder) => {
      const root = join(folder, 'root');
      const connection = await open(`qemu:///embed?root=${encodeURIComponent(root)}`);
      const disk = join(folder, 'guest.img');
      await writeFile(disk, sectorGuestDisk());
      await chmod(folder, 0o755); // libvirtd's QEMU runs as another user
      const seen = follow(connection);
      const libvirtd = await openLibvirtd(join(folder, 'libvirtd'), note);
      try {
        const domain = await connection.defineXML(document('bench', disk));
        const bare = await commandOf(domain, root, join(folder, 'bare'));
        note(`  ${bare.args.length} arguments`);
        await libvirtd?.define(document('bench-libvirt', disk));
        const sides: Record<string, Side> = { ours: () => start(domain), bare: () => startBare(bare) };
        if (libvirtd !== undefined) sides['libvirtd'] = () => libvirtd.start('bench-libvirt');
        const samples = await interleave(sides, quick ? 5 : 30, 2);
        if (seen.events === 0) throw new Error('no event was seen');
        return figures(samples as Record<'ours' | 'bare' | 'libvirtd', number[]>, libvirtd);
      } finally {
        await libvirtd?.close();
        await connection.close();
      }
    }),
};

async function open(uri: string): Promise<Connection> {
  try {
    return await connect(uri, { from: import.meta.url });
  } catch (error) {
    if (isVirtError(error)) throw new Skipped(error.message);
    throw error;
  }
}

/** Subscribes to all events: a service that manages guests always does. */
function follow(connection: Connection): { events: number } {
  const seen = { events: 0 };
  void (async () => {
    for await (const _event of connection.events()) seen.events += 1;
  })();
  return seen;
}

async function start(domain: Domain): Promise<number> {
  const spent = await milliseconds(() => domain.start());
  await domain.destroy();
  return spent;
}

function figures(samples: Record<'ours' | 'bare' | 'libvirtd', number[]>, libvirtd: Libvirtd | undefined): Figure[] {
  const { ours, bare } = samples;
  const list: Figure[] = [
    { what: 'start until running, beside bare QEMU', ours: median(ours), other: median(bare), unit: 'ms' },
    { what: `the same, median of ${ours.length} pairs`, ours: median(ratios(ours, bare)), unit: 'times', limit: 1.3 },
  ];
  if (libvirtd !== undefined) {
    list.push({ what: 'start until running, beside libvirtd', ours: median(ours), other: median(samples.libvirtd), unit: 'ms', limit: 1 });
  }
  return list;
}

/** The command line that a start of ours used, read from the running process, with its files kept in `folder`. */
async function commandOf(domain: Domain, root: string, folder: string): Promise<BareCommand> {
  await domain.start();
  try {
    for (const pid of await readdir('/proc')) {
      if (!/^\d+$/.test(pid)) continue;
      const args = await readFile(`/proc/${pid}/cmdline`, 'utf8').then((text) => text.split('\0').slice(0, -1), () => []);
      const own = args.map((arg) => /(\/[^\s"',]*\/domain-[^/"',]*)/.exec(arg)?.[1]).find((path) => path?.startsWith(root));
      if (own === undefined) continue;
      await mkdir(folder, { recursive: true });
      // Sockets cannot be copied, and are not needed: QEMU makes its own.
      await cp(own, folder, { recursive: true, filter: (path) => !path.endsWith('.sock') });
      const [program = '', ...rest] = args.map((arg) => arg.replaceAll(own, folder));
      return { program, args: rest, folder };
    }
    throw new Error(`no process has ${root} in its command line`);
  } finally {
    await domain.destroy();
  }
}

function document(name: string, disk: string): string {
  return `<domain type='qemu'>
  <name>${name}</name>
  <memory unit='MiB'>128</memory>
  <vcpu>1</vcpu>
  <os><type arch='x86_64' machine='q35'>hvm</type></os>
  <features><acpi/><apic/></features>
  <devices>
    <disk type='file' device='disk'>
      <driver name='qemu' type='raw'/>
      <source file='${disk}'/>
      <target dev='vda' bus='virtio'/>
    </disk>
    <serial type='pty'/>
    <memballoon model='virtio'/>
    <rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>
  </devices>
</domain>
`;
}
