import type { DomainBlockDriver } from '@virtweave/core-api';
import { domainGetBlockInfo, domainGetBlockJobInfo, domainGetDiskErrors } from '@virtweave/core-rpc/protocol/domain-block';
import type { Remote } from '../remote.ts';

export function domainBlockByHand(
  remote: Remote,
): Pick<DomainBlockDriver, 'domainGetBlockInfo' | 'domainGetBlockJobInfo' | 'domainGetDiskErrors'> {
  return {
    domainGetBlockInfo: (domain, disk, flags, call) => remote.call(domainGetBlockInfo, { dom: domain, path: disk, flags }, call),
    async domainGetBlockJobInfo(domain, disk, flags, call) {
      const { found, ...job } = await remote.call(domainGetBlockJobInfo, { dom: domain, path: disk, flags }, call);
      return found === 0 ? undefined : job;
    },
    // Asked for none, the answer is how many disks there are.
    async domainGetDiskErrors(domain, flags, call) {
      const { nerrors } = await remote.call(domainGetDiskErrors, { dom: domain, maxerrors: 0, flags }, call);
      if (nerrors === 0) return [];
      return (await remote.call(domainGetDiskErrors, { dom: domain, maxerrors: nerrors, flags }, call)).errors;
    },
  };
}
