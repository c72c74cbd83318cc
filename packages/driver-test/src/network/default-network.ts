import type { Network } from '@virtweave/core-conf';

/** The network of `test:///default`. */
export const defaultNetwork: Network = {
  name: 'default',
  uuid: 'dd8fe884-6c02-601e-7551-cca97df1c5df',
  forward: { mode: 'nat', managed: false, interfaces: [], addresses: [] },
  bridge: { name: 'virbr0', stp: true, delay: 0 },
  ips: [
    {
      address: '192.168.122.1',
      netmask: '255.255.255.0',
      dhcp: { ranges: [{ start: '192.168.122.2', end: '192.168.122.254' }], hosts: [] },
    },
  ],
  portgroups: [],
};
