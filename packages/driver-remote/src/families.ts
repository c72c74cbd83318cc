import type { Call, Family, OpenedConnection } from '@virtweave/core-api';
import { groups, type MemberGroup } from './members/groups.generated.ts';
import { Order, type Callable } from './order.ts';
import type { Remote } from './remote.ts';

/** Every member there is; those of a group are loaded with the first call of one of them. */
export function families(remote: Remote): OpenedConnection['families'] {
  const made: Partial<Record<Family, Record<string, Callable>>> = {};
  const order = new Order();
  for (const [family, list] of Object.entries(groups)) {
    const table: Record<string, Callable> = {};
    for (const group of list) addGroup(table, group, remote, order);
    made[family as Family] = table;
  }
  return made as OpenedConnection['families'];
}

function addGroup(table: Record<string, Callable>, group: MemberGroup, remote: Remote, order: Order): void {
  let loaded: Record<string, Callable> | undefined;
  const load = async (): Promise<void> => {
    loaded ??= (await group.load(remote)) as Record<string, Callable>;
  };
  for (const member of group.members) {
    const subscribes = /Event(RegisterAny|Register)$/.test(member);
    const now: Callable = (...args) => ((loaded as Record<string, Callable>)[member] as Callable)(...args);
    table[member] = (...args) => {
      if (loaded !== undefined && !subscribes && order.free) return now(...args);
      const wait = loaded === undefined ? load : undefined;
      return order.take({ subscribes, wait, signal: (args.at(-1) as Call).signal }, () => now(...args));
    };
  }
}
