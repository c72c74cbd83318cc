import { join } from 'node:path';
import { connect } from '@virtweave/core-api';
import type { Benchmark } from '../harness/benchmark.ts';
import { interleave } from '../harness/interleave.ts';
import { LibvirtPeer } from '../harness/libvirt-peer.ts';
import { startPrivateLibvirtd } from '../harness/private-libvirtd.ts';
import { median, ratios } from '../harness/statistics.ts';
import { withTemporaryFolder } from '../harness/temporary-folder.ts';

/** A trivial call to one libvirtd, by driver-remote and by libvirt's own client in Python, in turns. */
export const roundTrip: Benchmark = {
  name: 'round-trip',
  title: `a trivial call to libvirtd by driver-remote, beside libvirt's own client`,
  run: ({ quick }) =>
    withTemporaryFolder(async (folder) => {
      const libvirtd = await startPrivateLibvirtd(join(folder, 'libvirtd'));
      try {
        const uri = `test+unix:///default?socket=${libvirtd.socket}`;
        const peer = await LibvirtPeer.open(uri);
        const connection = await connect(uri, { from: import.meta.url });
        try {
          const domain = await connection.lookupByName('test');
          const { hypervisor } = connection.families;
          const times = quick ? 300 : 2000;
          const meanOf = async (call: () => Promise<unknown>): Promise<number> => {
            const begin = performance.now();
            for (let i = 0; i < times; i += 1) await call();
            return (performance.now() - begin) / times;
          };
          const manyAtOnce = async (): Promise<number> => {
            const begin = performance.now();
            for (let i = 0; i < times; i += 50) await Promise.all(Array.from({ length: 50 }, () => hypervisor.domainIsActive(domain.ref)));
            return (performance.now() - begin) / times;
          };
          const { handle, contract, together, libvirt } = await interleave(
            {
              handle: () => meanOf(() => domain.isActive()),
              contract: () => meanOf(() => hypervisor.domainIsActive(domain.ref)),
              together: manyAtOnce,
              libvirt: () => peer.time('calls', 'test', times),
            },
            quick ? 5 : 15,
            3,
          );
          const other = 1000 * median(libvirt);
          return [
            { what: 'isActive() of a handle', ours: median(ratios(handle, libvirt)) * other, other, unit: 'us', limit: 1.15 },
            { what: 'the same by the contract', ours: median(ratios(contract, libvirt)) * other, other, unit: 'us' },
            { what: 'the same, 50 at a time', ours: median(ratios(together, libvirt)) * other, other, unit: 'us' },
          ];
        } finally {
          await connection.close();
          peer.close();
        }
      } finally {
        await libvirtd.stop();
      }
    }),
};
