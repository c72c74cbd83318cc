import { VirtError } from '../errors/virt-error.ts';
import type { CallOptions, Host } from '../host/host.ts';

/** What went through an interface since it was made (`virDomainInterfaceStatsStruct`). */
export interface InterfaceCounters {
  readonly rxBytes: bigint;
  readonly rxPackets: bigint;
  readonly rxErrs: bigint;
  readonly rxDrop: bigint;
  readonly txBytes: bigint;
  readonly txPackets: bigint;
  readonly txErrs: bigint;
  readonly txDrop: bigint;
}

/** Most of `/proc/net/dev` that is read: thousands of interfaces. */
const MAX_TABLE = 16 * 1024 * 1024;

/** Counters of all interfaces by name, as the host sees them: one read, however many there are. */
export async function interfaceCounters(
  host: Host,
  options: CallOptions = {},
): Promise<ReadonlyMap<string, InterfaceCounters>> {
  return parseInterfaceCounters(
    (await host.readFile('/proc/net/dev', { maxBytes: MAX_TABLE, ...options })).toString('utf8'),
  );
}

/** Reads the table of `/proc/net/dev`. */
export function parseInterfaceCounters(table: string): ReadonlyMap<string, InterfaceCounters> {
  const counters = new Map<string, InterfaceCounters>();
  for (const line of table.split('\n').slice(2)) {
    const colon = line.lastIndexOf(':');
    if (colon < 0) continue;
    const name = line.slice(0, colon).trim();
    const numbers = line
      .slice(colon + 1)
      .trim()
      .split(/\s+/);
    if (numbers.length < 12 || !numbers.every((number) => /^\d+$/.test(number))) {
      throw new VirtError('VIR_ERR_INTERNAL_ERROR', `/proc/net/dev: cannot read the counters of ${name}`);
    }
    const at = (column: number): bigint => BigInt(numbers[column] ?? 0);
    counters.set(name, {
      rxBytes: at(0),
      rxPackets: at(1),
      rxErrs: at(2),
      rxDrop: at(3),
      txBytes: at(8),
      txPackets: at(9),
      txErrs: at(10),
      txDrop: at(11),
    });
  }
  return counters;
}

/** Counters of a tap as the guest sees them: what the host receives from it, the guest has sent. */
export function guestView(host: InterfaceCounters): InterfaceCounters {
  return {
    rxBytes: host.txBytes,
    rxPackets: host.txPackets,
    rxErrs: host.txErrs,
    rxDrop: host.txDrop,
    txBytes: host.rxBytes,
    txPackets: host.rxPackets,
    txErrs: host.rxErrs,
    txDrop: host.rxDrop,
  };
}
