import type { DomainCapabilities } from './capabilities.ts';
import { emptyDomainCapabilities, type GuestKind } from './empty.ts';

/**
 * What guests can have under Xen's libxl (`libxlMakeDomainCapabilities`).
 *
 * @param firmwares paths of the images that are installed, for guests of machine `xenfv`
 */
export function xenDomainCapabilities(guest: GuestKind, firmwares: readonly string[]): DomainCapabilities {
  const empty = emptyDomainCapabilities(guest);
  const full = guest.machine === 'xenfv';
  return {
    ...empty,
    maxVcpus: guest.machine === 'xenpv' ? 512 : 128,
    iothreads: false,
    os: {
      supported: true,
      ...(full && { loader: { supported: true, values: [...firmwares], type: ['rom', 'pflash'], readonly: ['yes'] } }),
    },
    devices: {
      disk: { supported: true, diskDevice: ['disk', 'cdrom'], bus: ['ide', 'scsi', 'xen'], model: [] },
      graphics: { supported: true, type: ['sdl', 'vnc', 'spice'] },
      video: { supported: true, modelType: ['vga', 'cirrus', 'xen'] },
      hostdev: {
        supported: true,
        mode: ['subsystem'],
        startupPolicy: ['default', 'mandatory', 'requisite', 'optional'],
        subsysType: ['usb', 'pci'],
        capsType: [],
        pciBackend: ['xen'],
      },
    },
    features: { gic: { supported: false }, vmcoreinfo: false, genid: false, ...empty.features },
  };
}
