import type { CpuComparison } from '@virtweave/core-api';

/** The outcome of a comparison; an incompatible one says why where libvirt does. */
export interface Comparison {
  readonly result: CpuComparison;
  readonly reason?: string;
}

export const incompatible = (reason?: string): Comparison => ({
  result: 'incompatible',
  ...(reason !== undefined && { reason }),
});
