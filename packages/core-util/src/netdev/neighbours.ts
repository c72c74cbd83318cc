import type { CallOptions, Host } from '../host/host.ts';
import { ipJson } from './ip.ts';

/** An entry of the host's ARP or neighbour discovery table. */
export interface Neighbour {
  readonly address: string;
  readonly mac: string;
  /** Interface of the host behind which it is. */
  readonly device: string;
}

/** Machines that this host has talked to lately on its own networks (`virArpTableGet`). */
export async function neighbours(host: Host, options: CallOptions = {}): Promise<readonly Neighbour[]> {
  const entries: Neighbour[] = [];
  for (const answer of (await ipJson(host, ['neighbour', 'show'], 'Cannot read the neighbour table', options)) ?? []) {
    if (typeof answer !== 'object' || answer === null) continue;
    const { dst, lladdr, dev } = answer as Record<string, unknown>;
    if (typeof dst !== 'string' || typeof lladdr !== 'string' || typeof dev !== 'string') continue;
    entries.push({ address: dst, mac: lladdr, device: dev });
  }
  return entries;
}
