import type { DomainInterfaceInfo, HypervisorDriver } from '@virtweave/core-api';
import { checkParams, findParam, ParamList, paramValue, type ParamSpec } from '@virtweave/core-api/driver-kit';
import type { Interface } from '@virtweave/core-conf';
import type { Definition } from '../documents.ts';
import { findInterface } from '../domain/find-device.ts';
import { change, definitionOf, impactOf, oneImpactOf, requireActive } from '../domain/impact.ts';
import { clock } from '../domain/pretended.ts';
import { domainError, testError } from '../errors.ts';
import { networksOf } from '../network/networks.ts';
import type { TestNode } from '../node/test-node.ts';
import type { Session } from '../session.ts';

type NetworkInterface =
  | 'domainGetInterfaceParameters'
  | 'domainInterfaceAddresses'
  | 'domainInterfaceStats'
  | 'domainSetInterfaceParameters';

type Bandwidth = NonNullable<Interface['bandwidth']>;
type Rate = NonNullable<Bandwidth['inbound']>;

const rates: Readonly<Record<'inbound' | 'outbound', readonly (keyof Rate)[]>> = {
  inbound: ['average', 'peak', 'burst', 'floor'],
  outbound: ['average', 'peak', 'burst'],
};
const directions = ['inbound', 'outbound'] as const;
const spec: ParamSpec = Object.fromEntries(
  directions.flatMap((direction) => rates[direction].map((key) => [`${direction}.${key}`, 'uint' as const])),
);

/** Network interfaces of domains: what they count, their addresses, their limits. */
export function networkInterfaceMembers({ node }: Session): Pick<HypervisorDriver, NetworkInterface> {
  const { domains } = node;
  return {
    async domainInterfaceStats(ref, device) {
      const domain = domains.get(ref);
      requireActive(domain);
      interfaceOf(domain.definition, device);
      const { seconds, micros } = clock();
      return {
        rxBytes: micros / 10n,
        rxPackets: micros / 100n,
        rxErrs: seconds,
        rxDrop: seconds / 2n,
        txBytes: micros / 20n,
        txPackets: micros / 110n,
        txErrs: seconds / 3n,
        txDrop: seconds / 4n,
      };
    },

    async domainInterfaceAddresses(ref, source) {
      const domain = domains.get(ref);
      requireActive(domain);
      // Lease, agent, ARP
      if (source > 2) throw testError('VIR_ERR_ARGUMENT_UNSUPPORTED', `Unknown IP address data source ${source}`);
      return domain.definition.devices.interfaces.map((one, index) =>
        addressesOf(node, one, 20 * (domain.ref.id - 1) + index),
      );
    },

    async domainGetInterfaceParameters(ref, device, flags) {
      const domain = domains.get(ref);
      const { bandwidth } = interfaceOf(definitionOf(domain, oneImpactOf(domain, flags)), device);
      const params = new ParamList();
      for (const direction of directions)
        for (const key of rates[direction]) params.uint(`${direction}.${key}`, Number(bandwidth?.[direction]?.[key] ?? 0));
      return params.list;
    },

    async domainSetInterfaceParameters(ref, device, params, flags) {
      checkParams(params, spec);
      const domain = domains.get(ref);
      change(domain, impactOf(domain, flags), (definition) => {
        const found = interfaceOf(definition, device);
        const interfaces = definition.devices.interfaces.map((one) => (one === found ? limited(one) : one));
        return { ...definition, devices: { ...definition.devices, interfaces } };
      });

      function limited({ bandwidth: old, ...rest }: Interface): Interface {
        const bandwidth: Bandwidth = { ...old };
        for (const direction of directions) {
          const given = rates[direction].filter((key) => findParam(params, `${direction}.${key}`) !== undefined);
          if (given.length === 0) continue;
          const rate = Object.fromEntries(given.map((key) => [key, paramValue(params, `${direction}.${key}`, 'uint')])) as Rate;
          // A rate without an average is none.
          if (Number(rate.average ?? 0) === 0 && Number(rate.floor ?? 0) === 0) delete bandwidth[direction];
          else bandwidth[direction] = rate;
        }
        return Object.keys(bandwidth).length === 0 ? rest : { ...rest, bandwidth };
      }
    },
  };
}

function interfaceOf(definition: Definition, device: string): Interface {
  const found = findInterface(definition, device);
  if (found === undefined) throw domainError('VIR_ERR_INVALID_ARG', `'${device}' is not a known interface`);
  return found;
}

/** The n-th interface has the n-th address after the first of its network's range; each guest has twenty. */
function addressesOf(node: TestNode, { source, target, mac }: Interface, index: number): DomainInterfaceInfo {
  const network = source.type === 'network' ? networksOf(node).list.byName(source.network ?? '') : undefined;
  const [ip] = network?.definition.ips ?? [];
  const first = ip?.dhcp?.ranges[0]?.start ?? ip?.address ?? '192.168.0.1';
  const addr = first.replace(/\d+$/, (last) => String(Number(last) + 1 + index));
  return {
    name: target?.dev ?? '',
    ...(mac?.address !== undefined && { hwaddr: mac.address }),
    addrs: [{ type: 0, addr, prefix: ip?.prefix ?? 24 }],
  };
}
