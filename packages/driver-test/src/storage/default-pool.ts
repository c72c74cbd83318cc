import type { StoragePool } from '@virtweave/core-conf';

/** The pool of `test:///default`. */
export const defaultPool: StoragePool = {
  type: 'dir',
  name: 'default-pool',
  uuid: 'dfe224cb-28fb-8dd0-c4b2-64eb3f0f4566',
  capacity: 0,
  allocation: 0,
  available: 0,
  source: {},
  target: { path: '/default-pool' },
};
