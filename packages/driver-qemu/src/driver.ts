import type { Driver, OpenedConnection } from '@virtweave/core-api';
import { defineDriver } from '@virtweave/core-api/driver';
import { CloseActions } from '@virtweave/core-api/driver-kit';
import { engineFor } from './engine/engines.ts';
import { supportedFlags } from './members/flags.ts';
import { hypervisor } from './members/hypervisor.ts';
import { scopeOf } from './scope.ts';

/**
 * QEMU guests on this machine: `qemu:///system`, `qemu:///session`, `qemu:///embed?root=PATH`.
 *
 * Guests outlive the process that started them; the next one finds them again.
 */
const driver: Driver = defineDriver({
  contract: 1,
  name: 'qemu',
  schemes: ['qemu'],
  provides: ['hypervisor'],
  attach: ['network', 'nwfilter', 'storage', 'secret', 'nodeDevice', 'interface'],
  async open(uri, context): Promise<OpenedConnection> {
    const scope = scopeOf(uri, process.env);
    const shared = await engineFor(scope, await context.host(), {
      peers: context.peers,
      config: context.config,
      lockProgram: context.lockProgram,
      ...(context.signal && { signal: context.signal }),
    });
    const closeActions = new CloseActions();
    return {
      families: { hypervisor: hypervisor(shared.engine, closeActions, context.peers) },
      supportedFlags,
      stateFolder: shared.engine.folder,
      async close() {
        try {
          await closeActions.run();
        } finally {
          await shared.release();
        }
      },
    };
  },
});

export default driver;
