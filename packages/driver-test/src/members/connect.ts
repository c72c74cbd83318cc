import type { HypervisorDriver } from '@virtweave/core-api';
import { ConnectGetAllDomainStatsFlags, DomainStatsTypes } from '@virtweave/core-api/constants';
import { domainEventMembers, domainFilters, hasFlag, ParamList, passesFilters } from '@virtweave/core-api/driver-kit';
import { testError } from '../errors.ts';
import { maxVcpus } from '../node/test-node.ts';
import type { TestDomain } from '../domain/test-domain.ts';
import type { Session } from '../session.ts';

type Connect =
  | 'connectDomainEventDeregisterAny'
  | 'connectDomainEventRegisterAny'
  | 'connectGetAllDomainStats'
  | 'connectGetHostname'
  | 'connectGetLibVersion'
  | 'connectGetMaxVcpus'
  | 'connectGetType'
  | 'connectGetURI'
  | 'connectGetVersion'
  | 'connectIsAlive'
  | 'connectIsEncrypted'
  | 'connectIsSecure'
  | 'connectSupportsFeature';

/** 11.3.0: the libvirt whose behaviour this is. */
const libVersion = 11_003_000n;

/** Groups of filters that the statistics share with the list of domains; their flags have the same values. */
const [byActivity = [], byPersistence = [], byState = []] = domainFilters;

/** The connection and its events. */
export function connectMembers({ node, events, uri, context }: Session): Pick<HypervisorDriver, Connect> {
  return {
    ...domainEventMembers(events),

    async connectGetAllDomainStats(domains, stats, flags) {
      const supported = DomainStatsTypes.VIR_DOMAIN_STATS_STATE;
      const enforce = ConnectGetAllDomainStatsFlags.VIR_CONNECT_GET_ALL_DOMAINS_STATS_ENFORCE_STATS;
      const unknown = (stats & ~supported) >>> 0;
      if (unknown !== 0 && hasFlag(flags, enforce))
        throw testError(
          'VIR_ERR_ARGUMENT_UNSUPPORTED',
          `Stats types bits 0x${unknown.toString(16)} are not supported by this daemon`,
        );
      const wanted = domains.length === 0 ? [...node.domains] : domains.map((ref) => node.domains.get(ref));
      return wanted
        .filter((domain) => passesFilters(domain, flags, [byActivity, byPersistence, byState]))
        .map((domain) => ({ domain: domain.ref, params: stats === 0 || hasFlag(stats, supported) ? stateOf(domain) : [] }));
    },

    async connectGetHostname() {
      const host = await context.host();
      return (await host.readFile('/proc/sys/kernel/hostname')).toString('utf8').trim();
    },

    connectGetLibVersion: async () => libVersion,
    connectGetMaxVcpus: async () => maxVcpus,
    connectGetType: async () => 'TEST',
    connectGetURI: async () => uri,
    connectGetVersion: async () => 2n,
    connectIsAlive: async () => true,
    connectIsEncrypted: async () => false,
    connectIsSecure: async () => true,
    connectSupportsFeature: async () => false,
  };
}

function stateOf(domain: TestDomain): ParamList['list'] {
  return new ParamList().int('state.state', domain.state).int('state.reason', domain.reason).list;
}
