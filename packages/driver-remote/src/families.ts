import type { Call, Family, OpenedConnection } from '@virtweave/core-api';
import { groups, type MemberGroup } from './members/groups.generated.ts';
import type { Remote } from './remote.ts';

type Callable = (...args: unknown[]) => Promise<unknown>;

/**
 * Every member there is; those of a group are loaded with the first call of one of them. Calls go out in the order in
 * which they were made all the same: who subscribes to events and then does something must hear of it.
 */
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
  const calling = (member: string, args: unknown[]): Promise<unknown> => (loaded as Record<string, Callable>)[member]?.(...args) as Promise<unknown>;
  for (const member of group.members)
    table[member] = (...args) => {
      if (loaded !== undefined && order.free) return calling(member, args);
      return order.after(load, () => {
        (args.at(-1) as Call).signal?.throwIfAborted();
        return calling(member, args);
      });
    };
}

/** While something is being loaded, calls wait for each other. */
class Order {
  #last: Promise<void> | undefined;

  get free(): boolean {
    return this.#last === undefined;
  }

  after(load: () => Promise<void>, call: () => Promise<unknown>): Promise<unknown> {
    const loading = load();
    const turn = this.#last === undefined ? loading : this.#last.then(() => loading);
    const settled = turn.catch(() => {}); // the caller is told; those behind it are not concerned
    this.#last = settled;
    const called = turn.then(call);
    void settled.then(() => {
      if (this.#last === settled) this.#last = undefined;
    });
    return called;
  }
}
