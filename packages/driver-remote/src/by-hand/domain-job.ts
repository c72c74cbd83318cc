import type { DomainJobDriver } from '@virtweave/core-api';
import { paramsFromWire } from '@virtweave/core-rpc';
import { domainGetControlInfo } from '@virtweave/core-rpc/protocol/domain';
import { domainGetJobStats } from '@virtweave/core-rpc/protocol/domain-tuning';
import type { Remote } from '../remote.ts';

export function domainJobByHand(remote: Remote): Pick<DomainJobDriver, 'domainGetControlInfo' | 'domainGetJobStats'> {
  return {
    domainGetControlInfo: (domain, flags, call) => remote.call(domainGetControlInfo, { dom: domain, flags }, call),
    async domainGetJobStats(domain, flags, call) {
      const { type, params } = await remote.call(domainGetJobStats, { dom: domain, flags }, call);
      return { type, params: paramsFromWire(params) };
    },
  };
}
