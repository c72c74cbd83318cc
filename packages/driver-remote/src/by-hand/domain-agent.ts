import type { DomainAgentDriver } from '@virtweave/core-api';
import { domainGetFsinfo, domainGetTime, domainInterfaceAddresses } from '@virtweave/core-rpc/protocol/domain';
import type { Remote } from '../remote.ts';

export function domainAgentByHand(
  remote: Remote,
): Pick<DomainAgentDriver, 'domainGetFSInfo' | 'domainGetTime' | 'domainInterfaceAddresses'> {
  return {
    async domainGetFSInfo(domain, flags, call) {
      const { info } = await remote.call(domainGetFsinfo, { dom: domain, flags }, call);
      return info.map(({ dev_aliases, ...rest }) => ({ ...rest, devAliases: dev_aliases }));
    },
    domainGetTime: (domain, flags, call) => remote.call(domainGetTime, { dom: domain, flags }, call),
    async domainInterfaceAddresses(domain, source, flags, call) {
      const { ifaces } = await remote.call(domainInterfaceAddresses, { dom: domain, source, flags }, call);
      return ifaces.map(({ name, hwaddr, addrs }) => ({ name, addrs, ...(hwaddr === undefined ? {} : { hwaddr }) }));
    },
  };
}
