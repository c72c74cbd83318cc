import * as libvirt from '@virtweave/core-api/constants';

/** What of libvirt's constants this driver uses, under shorter names. */
export const constants = {
  startPaused: libvirt.DomainCreateFlags.VIR_DOMAIN_START_PAUSED,
  startValidate: libvirt.DomainCreateFlags.VIR_DOMAIN_START_VALIDATE,
  defineValidate: libvirt.DomainDefineFlags.VIR_DOMAIN_DEFINE_VALIDATE,
  xmlSecure: libvirt.DomainXMLFlags.VIR_DOMAIN_XML_SECURE,
  xmlInactive: libvirt.DomainXMLFlags.VIR_DOMAIN_XML_INACTIVE,
  state: { running: 1, paused: 3, shutoff: 5 },
  reason: { booted: 1, unpaused: 5, pausedByUser: 1, shutdown: 1, destroyed: 2 },
  /** Event and detail. */
  lifecycle: {
    definedAdded: [0, 0],
    definedUpdated: [0, 1],
    undefinedRemoved: [1, 0],
    startedBooted: [2, 0],
    suspendedPaused: [3, 0],
    resumedUnpaused: [4, 0],
    stoppedShutdown: [5, 0],
    stoppedDestroyed: [5, 1],
  },
};
