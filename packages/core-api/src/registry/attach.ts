import type { Family } from '../contract/members.ts';
import { members } from '../contract/members.generated.ts';
import type { GuardedFamilies } from '../guard/guard.ts';

type Callable = (...args: unknown[]) => Promise<unknown>;
type SecondaryFamily = Exclude<Family, 'hypervisor'>;

/** Puts the shared secondaries in the place of families that a driver does not bring itself, each loaded on first use. */
export function attachSecondaries(
  own: GuardedFamilies,
  missing: readonly SecondaryFamily[],
  load: (family: SecondaryFamily) => Promise<GuardedFamilies>,
): GuardedFamilies {
  if (missing.length === 0) return own;
  const families = Object.create(own) as Record<Family, unknown>;
  for (const family of missing) {
    let loading: Promise<GuardedFamilies> | undefined;
    const table: Record<string, Callable> = {};
    for (const member of Object.keys(members[family])) {
      table[member] = async (...args) => {
        loading ??= load(family);
        const loaded = await loading.catch((error: unknown) => {
          loading = undefined;
          throw error;
        });
        return (loaded[family] as unknown as Record<string, Callable>)[member]?.(...args);
      };
    }
    Object.defineProperty(families, family, { value: table, enumerable: true });
  }
  return families as unknown as GuardedFamilies;
}
