import type { DomainTuningDriver } from '@virtweave/core-api';
import { paramsFromWire } from '@virtweave/core-rpc';
import { domainGetSchedulerType } from '@virtweave/core-rpc/protocol/domain';
import { domainGetSchedulerParameters, domainGetSchedulerParametersFlags } from '@virtweave/core-rpc/protocol/domain-tuning';
import { withStrings } from '../flags.ts';
import type { Remote } from '../remote.ts';

const most = 16; // REMOTE_DOMAIN_SCHEDULER_PARAMETERS_MAX

export function domainTuningByHand(
  remote: Remote,
): Pick<DomainTuningDriver, 'domainGetSchedulerParametersFlags' | 'domainGetSchedulerType'> {
  return {
    // Not every driver that has the older form takes the flag that the newer one always brings.
    async domainGetSchedulerParametersFlags(domain, flags, call) {
      const args = { dom: domain, nparams: most };
      const { params } =
        flags === 0
          ? await remote.call(domainGetSchedulerParameters, args, call)
          : await remote.call(domainGetSchedulerParametersFlags, { ...args, flags: withStrings(flags) }, call);
      return paramsFromWire(params);
    },
    domainGetSchedulerType: (domain, call) => remote.call(domainGetSchedulerType, { dom: domain }, call),
  };
}
