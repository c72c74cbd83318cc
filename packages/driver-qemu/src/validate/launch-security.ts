import type { Domain } from '@virtweave/core-conf';
import type { DefinitionContext } from '../definition/options.ts';
import { unsupported } from './refuse.ts';

export function validateLaunchSecurity({ launchSecurity }: Domain, { has, capabilities }: DefinitionContext): void {
  switch (launchSecurity?.type) {
    case 'sev':
    case 'sev-snp':
      if (!has(launchSecurity.type === 'sev' ? 'sev-guest' : 'sev-snp-guest')) {
        throw unsupported(
          launchSecurity.type === 'sev'
            ? 'SEV launch security is not supported with this QEMU binary'
            : 'SEV SNP launch security is not supported with this QEMU binary',
        );
      }
      if (launchSecurity.kernelHashes !== undefined && !has('sev-guest-kernel-hashes')) {
        throw unsupported('SEV measured direct kernel boot is not supported with this QEMU binary');
      }
      return;
    case 's390-pv':
      if (!has('s390-pv-guest') || !has('confidential-guest-support')) {
        throw unsupported('S390 PV launch security is not supported with this QEMU binary');
      }
      if (capabilities?.data.kvmSupportsSecureGuest === false) {
        throw unsupported('S390 PV launch security is not supported by this host or kernel');
      }
      return;
    default:
  }
}
