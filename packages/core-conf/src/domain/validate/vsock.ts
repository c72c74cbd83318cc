import type { Vsock } from '../devices/vsock.ts';
import { refuse } from './refuse.ts';

/** Numbers below 3 are those of the host and of nobody. */
export function validateVsock({ cid }: Vsock): void {
  const { address } = cid ?? {};
  if (address !== undefined && address !== 0 && address < 3) throw refuse('guest CIDs must be >= 3');
}
