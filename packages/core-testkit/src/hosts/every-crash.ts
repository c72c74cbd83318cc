import type { Host } from '@virtweave/core-util';
import { CrashError, CrashHost, type CrashPlan } from './crash-host.ts';
import type { HostOperation } from './wrapped-host.ts';

export interface EveryCrash<World> {
  /** A new machine in the state before the action. Called once for each death. */
  readonly world: () => World | Promise<World>;
  /** Its host. */
  readonly host: (world: World) => Host;
  /** The action under test, on a host that will die. It may reject in any way once the host is dead. */
  readonly act: (host: CrashHost, world: World) => Promise<void>;
  /** Looks at what was left, as the next process would. Throws when it is wrong. */
  readonly check: (world: World, crash: CrashPlan, operation: HostOperation) => void | Promise<void>;
  /** Default `['process']`. */
  readonly kinds?: readonly NonNullable<CrashPlan['kind']>[];
  /** Which operations to die at: those that change something (default), or all. */
  readonly count?: 'changes' | 'all';
}

/**
 * Dies before, during and after every operation of an action, each time in a new world, and has the remains checked.
 * Gives the operations of the undisturbed run. A failed check says at which death.
 */
export async function atEveryCrash<World>(options: EveryCrash<World>): Promise<readonly HostOperation[]> {
  const { world: makeWorld, host: hostOf, act, check, kinds = ['process'], count = 'changes' } = options;
  const calm = await makeWorld();
  const counted = new CrashHost(hostOf(calm), { count });
  await act(counted, calm);
  const operations = [...counted.operations];
  for (let at = 1; at <= operations.length; at += 1) {
    for (const when of ['before', 'during', 'after'] as const) {
      for (const kind of kinds) {
        const plan: CrashPlan = { at, when, kind };
        const world = await makeWorld();
        const host = new CrashHost(hostOf(world), { plan, count });
        const operation = operations[at - 1] as HostOperation;
        const where = `death (${kind}) ${when} operation ${at} (${operation.name} ${operation.target})`;
        try {
          await act(host, world);
        } catch (error) {
          // With a dead host the action may fail as it likes; a failure before that is a failure of the test.
          if (!host.dead && !(error instanceof CrashError)) throw new Error(`${where}: the action failed before it`, { cause: error });
        }
        host.die();
        try {
          await check(world, plan, operation);
        } catch (error) {
          throw new Error(`${where}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
        }
      }
    }
  }
  return operations;
}
