import { hex, hex64, str, uint, yesNo } from "../table/codec.js";
import { attr, leaf, leafRequired } from "../table/field.js";
import { unionChild } from "../table/child.js";
const common = {
    kernelHashes: attr('kernelHashes', yesNo),
    cbitpos: leaf('cbitpos', uint),
    reducedPhysBits: leaf('reducedPhysBits', uint),
};
export const launchSecurity = unionChild('launchSecurity', 'type', {
    sev: {
        ...common,
        policy: leafRequired('policy', hex(4), 'failed to get launch security policy'),
        dhCert: leaf('dhCert', str),
        session: leaf('session', str),
    },
    'sev-snp': {
        kernelHashes: common.kernelHashes,
        authorKey: attr('authorKey', yesNo),
        vcek: attr('vcek', yesNo),
        cbitpos: common.cbitpos,
        reducedPhysBits: common.reducedPhysBits,
        policy: leafRequired('policy', hex64(8), 'failed to get launch security policy'),
        guestVisibleWorkarounds: leaf('guestVisibleWorkarounds', str),
        idBlock: leaf('idBlock', str),
        idAuth: leaf('idAuth', str),
        hostData: leaf('hostData', str),
    },
    's390-pv': {},
});
//# sourceMappingURL=launch-security.js.map