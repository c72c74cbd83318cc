import { contractVersion, defineDriver } from '@virtweave/core-api';
import { hypervisor, supportedFlags } from './hypervisor.js';

/** `memo:///`: guests that are notes in memory, gone with the connection. */
export default defineDriver({
  contract: contractVersion,
  name: 'memo',
  schemes: ['memo'],
  provides: ['hypervisor'],
  exampleUri: 'memo:///',
  async open(uri) {
    const { members, close } = hypervisor(uri);
    return { families: { hypervisor: members }, supportedFlags, close };
  },
});
