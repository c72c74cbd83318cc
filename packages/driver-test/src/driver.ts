import type { Driver, DriverContext, OpenedConnection } from '@virtweave/core-api';
import { defineDriver } from '@virtweave/core-api/driver';
import { lazyFamilies } from './families.ts';
import { memberFlags } from './member-flags.ts';
import type { Session } from './session.ts';
import { isDefault } from './uri.ts';

/** The driver behind `test:///default` and `test:///path/of/node.xml`: a pretended host, in memory. */
const driver: Driver = defineDriver({
  contract: 1,
  name: 'test',
  schemes: ['test'],
  provides: ['hypervisor', 'network', 'interface', 'storage', 'nodeDevice'],
  exampleUri: 'test:///default',
  open,
});

export default driver;

/**
 * Opening the default node costs next to nothing: what implements the members is loaded by the first call. A node of a file
 * is read now, since opening is when its mistakes should be told.
 */
async function open(uri: string, context: DriverContext): Promise<OpenedConnection> {
  let opened: Promise<Session> | undefined;
  const session = (): Promise<Session> =>
    (opened ??= import('./session.ts').then(({ openSession }) => openSession(uri, context)));
  if (!isDefault(uri)) await session();
  return {
    families: lazyFamilies(session),
    supportedFlags: memberFlags,
    close: async () => {
      await (await opened?.catch(() => undefined))?.close();
    },
  };
}
