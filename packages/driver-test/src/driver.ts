import { defineDriver, type Driver, type DriverContext, type HypervisorDriver, type OpenedConnection } from '@virtweave/core-api';
import { memberFlags, type Member } from './member-flags.ts';
import type { Session } from './session.ts';

type Members = Pick<HypervisorDriver, Member>;

/** The driver behind `test:///default` and `test:///path/of/node.xml`: a pretended host, in memory. */
const driver: Driver = defineDriver({
  contract: 1,
  name: 'test',
  schemes: ['test'],
  provides: ['hypervisor'],
  exampleUri: 'test:///default',
  open,
});

export default driver;

/**
 * Opening the default node costs next to nothing: what implements the members, the domain documents among it, is loaded
 * by the first call. A node of a file is read now, since opening is when its mistakes should be told.
 */
async function open(uri: string, context: DriverContext): Promise<OpenedConnection> {
  let opened: Promise<{ session: Session; members: Members }> | undefined;
  const load = (): NonNullable<typeof opened> =>
    (opened ??= import('./session.ts').then(({ openSession }) => openSession(uri, context)));
  if (!isDefault(uri)) await load();
  return {
    families: { hypervisor: lazyMembers(async () => (await load()).members) },
    supportedFlags: memberFlags,
    close: async () => {
      await (await opened?.catch(() => undefined))?.session.close();
    },
  };
}

/** `test:///default`, with or without parameters. */
function isDefault(uri: string): boolean {
  return /^test:\/\/\/default(?:[?#]|$)/.test(uri);
}

/** One function for each member, which loads the real ones first. */
function lazyMembers(load: () => Promise<Members>): Members {
  const lazy: Record<string, unknown> = {};
  for (const name of Object.keys(memberFlags) as Member[]) {
    lazy[name] = async (...args: unknown[]) => {
      const members = await load();
      return (members[name] as (...args: unknown[]) => unknown)(...args);
    };
  }
  return lazy as unknown as Members;
}
