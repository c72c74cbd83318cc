import type { Domain, Panic } from '@virtweave/core-conf';
import { isX86 } from '../capabilities/arch.ts';
import { boardOf } from './machine.ts';

/** Model of a panic device (`qemuDomainDefaultPanicModel`). */
export function completePanic(panic: Panic, domain: Domain): void {
  if (panic.model !== undefined) return;
  const board = boardOf(domain);
  if (board === 'pseries') panic.model = 'pseries';
  else if (board === 's390-ccw') panic.model = 's390';
  else if (board === 'arm-virt') panic.model = 'pvpanic';
  else if (isX86(domain.os.type.arch ?? '')) panic.model = 'isa';
}
