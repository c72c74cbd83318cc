import type { DomainCapabilities } from './capabilities.ts';
import { emptyDomainCapabilities, type GuestKind } from './empty.ts';

/** What a bhyve can do that matters here. */
export interface BhyveAbilities {
  /** It boots from a firmware image. */
  readonly bootrom: boolean;
  /** It has a screen, which is shown by VNC. */
  readonly framebuffer: boolean;
  /** Paths of the firmware images that are installed. */
  readonly firmwares: readonly string[];
}

/** What guests can have under bhyve (`virBhyveDomainCapsFill`). */
export function bhyveDomainCapabilities(guest: GuestKind, { bootrom, framebuffer, firmwares }: BhyveAbilities): DomainCapabilities {
  const empty = emptyDomainCapabilities(guest);
  return {
    ...empty,
    iothreads: false,
    os: {
      supported: true,
      loader: bootrom
        ? { supported: true, values: [...firmwares], type: ['pflash'], readonly: ['yes'] }
        : { supported: false, values: [] },
    },
    devices: {
      disk: { supported: true, diskDevice: ['disk', 'cdrom'], bus: ['virtio', 'sata'], model: [] },
      graphics: framebuffer ? { supported: true, type: ['vnc'] } : { supported: false },
      video: framebuffer ? { supported: true, modelType: ['gop'] } : { supported: false },
      hostdev: { supported: false },
    },
    features: { gic: { supported: false }, vmcoreinfo: false, genid: false, ...empty.features },
  };
}
