import { hex, hex64, str, uint, yesNo, type Int64 } from '../table/codec.ts';
import { attr, leaf, leafRequired, type Field } from '../table/field.ts';
import { unionChild } from '../table/child.ts';

/** `<launchSecurity>`: memory that the host cannot read. */
export type LaunchSecurity =
  | {
      type: 'sev';
      kernelHashes?: boolean;
      cbitpos?: number;
      reducedPhysBits?: number;
      policy: number;
      dhCert?: string;
      session?: string;
    }
  | {
      type: 'sev-snp';
      kernelHashes?: boolean;
      authorKey?: boolean;
      vcek?: boolean;
      cbitpos?: number;
      reducedPhysBits?: number;
      policy: Int64;
      guestVisibleWorkarounds?: string;
      idBlock?: string;
      idAuth?: string;
      hostData?: string;
    }
  | { type: 's390-pv' };

const common = {
  kernelHashes: attr('kernelHashes', yesNo),
  cbitpos: leaf('cbitpos', uint),
  reducedPhysBits: leaf('reducedPhysBits', uint),
};

export const launchSecurity: Field<LaunchSecurity> = unionChild<LaunchSecurity>('launchSecurity', 'type', () => ({
  sev: {
    ...common,
    policy: leafRequired('policy', hex(4), { detail: 'failed to get launch security policy' }),
    dhCert: leaf('dhCert', str),
    session: leaf('session', str),
  },
  'sev-snp': {
    kernelHashes: common.kernelHashes,
    authorKey: attr('authorKey', yesNo),
    vcek: attr('vcek', yesNo),
    cbitpos: common.cbitpos,
    reducedPhysBits: common.reducedPhysBits,
    policy: leafRequired('policy', hex64(8), { detail: 'failed to get launch security policy' }),
    guestVisibleWorkarounds: leaf('guestVisibleWorkarounds', str),
    idBlock: leaf('idBlock', str),
    idAuth: leaf('idAuth', str),
    hostData: leaf('hostData', str),
  },
  's390-pv': {},
}));
