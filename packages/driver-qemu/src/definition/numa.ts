import { Bitmap } from '@virtweave/core-util';
import type { Domain } from '@virtweave/core-conf';

/** Processors that no node claims belong to the first; automatic placement of processors is one of memory, too. */
export function completeNuma(domain: Domain): void {
  const { cpu, vcpu } = domain;
  const cells = cpu?.numa?.cells ?? [];
  const [first] = cells;
  if (first !== undefined) {
    const claimed = new Set(cells.flatMap(({ cpus }) => (cpus === undefined ? [] : Bitmap.parse(cpus).toArray())));
    const rest = Array.from({ length: vcpu.max }, (_, id) => id).filter((id) => !claimed.has(id));
    // Without any there is nothing to put right: the emulator spreads them.
    if (claimed.size > 0 && rest.length > 0) {
      const own = first.cpus === undefined ? [] : Bitmap.parse(first.cpus).toArray();
      first.cpus = Bitmap.parse([...own, ...rest].join(',')).toString();
    }
  }
  if (vcpu.placement === 'auto' && vcpu.cpuset === undefined && domain.numatune?.memory === undefined) {
    (domain.numatune ??= {}).memory = { mode: 'strict', placement: 'auto' };
  }
}
