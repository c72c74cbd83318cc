import type { Driver } from '@virtweave/core-api';
import { defineDriver } from '@virtweave/core-api/driver';
import { open } from './connection/open.ts';

/**
 * Everything that goes through a daemon: URIs with a transport (`qemu+ssh://host/system`) or a host, and those whose own
 * driver is not installed here. `remote://host/` lets the daemon choose.
 */
const driver: Driver = defineDriver({
  contract: 1,
  name: 'remote',
  schemes: ['remote'],
  provides: ['hypervisor', 'network', 'interface', 'storage', 'nwfilter', 'nodeDevice', 'secret'],
  remote: true,
  open,
});

export default driver;
