import type { DomainInterfaceInfo } from '@virtweave/core-api';
import type { Domain, Interface } from '@virtweave/core-conf';
import { VirtError, compareMac, numericFamily, parseMac } from '@virtweave/core-util';
import { guestView, interfaceCounters, neighbours } from '@virtweave/core-util/netdev';
import type { QemuEngine } from '../engine/engine.ts';
import { usesTap } from '../lifecycle/interfaces.ts';
import { agentAddresses } from './agent.ts';
import { withGuest, type Members } from './members.ts';

/** `virDomainInterfaceAddressesSource` */
const LEASE = 0;
const AGENT = 1;
const ARP = 2;

/** Counters and addresses of a guest's network interfaces. */
export function interfaceMembers(engine: QemuEngine): Members<'domainInterfaceStats' | 'domainInterfaceAddresses'> {
  return {
    domainInterfaceStats: (ref, device, call) =>
      withGuest(engine, ref, 'query', 'domainInterfaceStats', call, async (guest, signal) => {
        const { target } = findInterface(guest.requireRunning().document, device);
        const counters =
          target?.dev === undefined ? undefined : (await interfaceCounters(engine.host, { signal })).get(target.dev);
        if (counters === undefined)
          throw new VirtError('VIR_ERR_INTERNAL_ERROR', '/proc/net/dev: Interface not found', {
            domain: 'VIR_FROM_QEMU',
          });
        return guestView(counters);
      }),

    async domainInterfaceAddresses(ref, source, _flags, call) {
      if (source === AGENT) return agentAddresses(engine, engine.guests.get(ref), call);
      return withGuest(engine, ref, 'query', 'domainInterfaceAddresses', call, async (guest, signal) => {
        const { document } = guest.requireRunning();
        switch (source) {
          case LEASE:
            // Leases come from networks of ours; a bridge or tap of the host has none.
            return [];
          case ARP:
            return arpAddresses(engine, document, signal);
          default:
            throw new VirtError('VIR_ERR_ARGUMENT_UNSUPPORTED', `Unknown IP address data source ${source}`, {
              domain: 'VIR_FROM_QEMU',
            });
        }
      });
    },
  };
}

/** The interface of this MAC address or host device. */
export function findInterface({ devices: { interfaces } }: Domain, device: string): Interface {
  const found = interfaces.filter(({ mac, target }) =>
    isMac(device) ? mac?.address !== undefined && compareMac(mac.address, device) === 0 : target?.dev === device,
  );
  if (found.length > 1) {
    throw new VirtError('VIR_ERR_OPERATION_FAILED', `multiple devices matching MAC address ${device} found`, {
      domain: 'VIR_FROM_QEMU',
    });
  }
  const [only] = found;
  if (only === undefined)
    throw new VirtError('VIR_ERR_INVALID_ARG', `'${device}' is not a known interface`, { domain: 'VIR_FROM_QEMU' });
  return only;
}

function isMac(text: string): boolean {
  try {
    parseMac(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Addresses that the host has talked to behind the guest's MAC addresses. The table does not know prefixes: they are 0.
 */
async function arpAddresses(
  engine: QemuEngine,
  { devices }: Domain,
  signal: AbortSignal,
): Promise<readonly DomainInterfaceInfo[]> {
  const table = await neighbours(engine.host, { signal });
  return devices.interfaces.filter(usesTap).flatMap(({ mac, target }) => {
    const hwaddr = mac?.address;
    if (hwaddr === undefined || target?.dev === undefined) return [];
    const addrs = table
      .filter((entry) => isMac(entry.mac) && compareMac(entry.mac, hwaddr) === 0)
      .map(({ address }) => ({ type: numericFamily(address) === 'ipv6' ? 1 : 0, addr: address, prefix: 0 }));
    return addrs.length === 0 ? [] : [{ name: target.dev, hwaddr, addrs }];
  });
}
