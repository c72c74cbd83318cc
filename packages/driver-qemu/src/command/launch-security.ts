import type { CommandBuilder } from './builder.ts';

/** The object behind `-machine confidential-guest-support`. */
export function launchSecurity(build: CommandBuilder): void {
  const { launchSecurity: security } = build.domain;
  if (security === undefined) return;
  const { folders, host } = build.context;
  build.part('/domain/launchSecurity', () => {
    switch (security.type) {
      case 'sev':
        build.object({
          'qom-type': 'sev-guest',
          id: 'lsec0',
          cbitpos: security.cbitpos ?? host.sev?.cbitpos,
          'reduced-phys-bits': security.reducedPhysBits ?? host.sev?.reducedPhysBits,
          policy: security.policy,
          'dh-cert-file': security.dhCert === undefined ? undefined : `${folders.domain}/dh_cert.base64`,
          'session-file': security.session === undefined ? undefined : `${folders.domain}/session.base64`,
          'kernel-hashes': security.kernelHashes,
        });
        break;
      case 'sev-snp':
        build.object({
          'qom-type': 'sev-snp-guest',
          id: 'lsec0',
          cbitpos: security.cbitpos ?? host.sev?.cbitpos,
          'reduced-phys-bits': security.reducedPhysBits ?? host.sev?.reducedPhysBits,
          policy: security.policy,
          'guest-visible-workarounds': security.guestVisibleWorkarounds,
          'id-block': security.idBlock,
          'id-auth': security.idAuth,
          'host-data': security.hostData,
          'kernel-hashes': security.kernelHashes,
          'author-key-enabled': security.authorKey,
          'vcek-disabled': security.vcek === undefined ? undefined : !security.vcek,
        });
        break;
      case 's390-pv':
        build.object({ 'qom-type': 's390-pv-guest', id: 'lsec0' });
        break;
    }
  });
}
