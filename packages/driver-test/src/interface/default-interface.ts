import type { HostInterface } from '@virtweave/core-conf';

/** The interface of `test:///default`. */
export const defaultInterface: HostInterface = {
  type: 'ethernet',
  name: 'eth1',
  startMode: 'onboot',
  mtu: 1492,
  protocols: [{ family: 'ipv4', ips: [{ address: '192.168.0.5', prefix: 24 }], gateway: '192.168.0.1' }],
  mac: 'aa:bb:cc:dd:ee:ff',
};
