import type { Driver, OpenedConnection } from '@virtweave/core-api';
import { defineDriver } from '@virtweave/core-api/driver';
import { engineFor } from './engine/engines.ts';
import { supportedFlags } from './members/flags.ts';
import { poolMembers } from './members/pool.ts';
import { poolListMembers } from './members/pool-list.ts';
import { Session } from './members/session.ts';
import { volumeMembers } from './members/volume.ts';
import { volumeLookupMembers } from './members/volume-lookup.ts';
import { scopeOf } from './scope.ts';

/**
 * Storage pools and volumes of this machine: `storage:///system`, `storage:///session`, `storage:///embed?root=PATH`.
 * Connections of hypervisors take it as their storage family in the same scope.
 */
const driver: Driver = defineDriver({
  contract: 1,
  name: 'storage',
  schemes: ['storage'],
  provides: ['storage'],
  async open(uri, context): Promise<OpenedConnection> {
    const scope = scopeOf(uri, process.env);
    const { engine, release } = await engineFor(scope, await context.host(), context.peers, context.lockProgram);
    const session = new Session(engine, context.peers);
    return {
      families: {
        storage: {
          ...poolListMembers(session),
          ...poolMembers(session),
          ...volumeLookupMembers(session),
          ...volumeMembers(session),
        },
      },
      supportedFlags,
      stateFolder: engine.folder,
      async close() {
        session.close();
        await release();
      },
    };
  },
});

export default driver;
