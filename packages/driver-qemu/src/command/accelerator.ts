import type { Domain } from '@virtweave/core-conf';
import type { Accelerator } from '../capabilities/index.ts';
import type { CommandBuilder } from './builder.ts';

/** What carries out the guest's instructions. */
export function acceleratorOf({ type }: Pick<Domain, 'type'>): Accelerator {
  if (type === 'kvm' || type === 'hvf') return type;
  return 'tcg';
}

/** `-accel`. */
export function accelerator(build: CommandBuilder): void {
  const { domain } = build;
  let value: string = acceleratorOf(domain);
  switch (domain.type) {
    case 'qemu':
      if (domain.features?.tcg?.tbCache !== undefined)
        value += `,tb-size=${Math.floor(domain.features.tcg.tbCache / 1024)}`;
      break;
    case 'kvm': {
      const ring = domain.features?.kvm?.dirtyRing;
      if (ring?.state === true) value += `,dirty-ring-size=${ring.size}`;
      break;
    }
    case 'hvf':
      break;
    default:
      build.unsupported(`the QEMU binary does not support ${domain.type}`);
  }
  build.add('-accel', value);
}
