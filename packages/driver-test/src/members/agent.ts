import type { HypervisorDriver } from '@virtweave/core-api';
import { requireActive } from '../domain/impact.ts';
import type { TestDomain } from '../domain/test-domain.ts';
import { testError } from '../errors.ts';
import type { Session } from '../session.ts';

type Agent =
  | 'domainFSFreeze'
  | 'domainFSThaw'
  | 'domainFSTrim'
  | 'domainGetFSInfo'
  | 'domainGetHostname'
  | 'domainGetTime'
  | 'domainSetTime'
  | 'domainSetUserPassword';

/** Where file systems of every pretended guest are mounted. */
const mounts: readonly string[] = ['/', '/boot'];

/** What the agent inside the pretended guest answers. */
export function agentMembers({ node }: Session): Pick<HypervisorDriver, Agent> {
  const { domains } = node;
  const running = (ref: { readonly uuid: string }): TestDomain => {
    const domain = domains.get(ref);
    requireActive(domain);
    return domain;
  };
  const chosen = (wished: readonly string[]): readonly string[] => {
    for (const one of wished) requireMount(one);
    return wished.length === 0 ? mounts : wished;
  };

  return {
    async domainFSFreeze(ref, mountpoints) {
      const { frozen } = running(ref);
      const next = chosen(mountpoints).filter((one) => !frozen.has(one));
      for (const one of next) frozen.add(one);
      return next.length;
    },

    async domainFSThaw(ref, mountpoints) {
      const { frozen } = running(ref);
      const next = chosen(mountpoints).filter((one) => frozen.has(one));
      for (const one of next) frozen.delete(one);
      return next.length;
    },

    async domainFSTrim(ref, mountpoint) {
      running(ref);
      if (mountpoint !== undefined) requireMount(mountpoint);
    },

    async domainGetFSInfo(ref) {
      const [disk] = running(ref).definition.devices.disks;
      if (disk === undefined) return [];
      const { dev } = disk.target;
      return mounts.map((mountpoint, index) => ({ mountpoint, name: `${dev}${index + 1}`, fstype: 'ext4', devAliases: [dev] }));
    },

    domainGetHostname: async (ref) => `${running(ref).name}host`,

    async domainGetTime(ref) {
      running(ref);
      return { seconds: 627_319_920n, nseconds: 0 };
    },

    async domainSetTime(ref) {
      running(ref);
    },

    async domainSetUserPassword(ref) {
      running(ref);
    },
  };
}

function requireMount(mountpoint: string): void {
  if (!mounts.includes(mountpoint))
    throw testError('VIR_ERR_OPERATION_INVALID', `mount point not found: ${mountpoint}`);
}
