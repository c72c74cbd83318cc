import type { Call, Family, OpenedConnection } from '@virtweave/core-api';
import { groups, type MemberGroup } from './members/groups.generated.ts';
import type { Remote } from './remote.ts';

type Callable = (...args: unknown[]) => Promise<unknown>;

/** Every member there is; those of a group are loaded with the first call of one of them. */
export function families(remote: Remote): OpenedConnection['families'] {
  const made: Partial<Record<Family, Record<string, Callable>>> = {};
  for (const [family, list] of Object.entries(groups)) {
    const table: Record<string, Callable> = {};
    for (const group of list) addGroup(table, group, remote);
    made[family as Family] = table;
  }
  return made as OpenedConnection['families'];
}

function addGroup(table: Record<string, Callable>, group: MemberGroup, remote: Remote): void {
  let loading: Promise<object> | undefined;
  const load = (): Promise<object> => (loading ??= group.load(remote).then((loaded) => Object.assign(table, loaded)));
  for (const member of group.members)
    table[member] = async (...args) => {
      await load();
      (args.at(-1) as Call).signal?.throwIfAborted();
      return (table[member] as Callable)(...args);
    };
}
