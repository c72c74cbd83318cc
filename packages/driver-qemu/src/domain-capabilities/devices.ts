import type { DeviceCapabilities } from '@virtweave/core-conf';
import type { QemuCapabilities } from '../capabilities/index.ts';
import { boardOfMachine, hasBuiltInIde } from '../definition/machine.ts';
import type { DomainCapabilitiesFacts, QemuGuestKind } from './capabilities.ts';

/** Words of which each stands only when the emulator has a flag (libvirt's name); `true`: always. */
type Words = readonly (readonly [word: string, flag: string | boolean])[];

/** Which devices guests can have (`virQEMUCapsFillDomainDevice...Caps`). */
export function deviceCapabilities(capabilities: QemuCapabilities, guest: QemuGuestKind, facts: DomainCapabilitiesFacts): DeviceCapabilities {
  const pick = (words: Words): string[] =>
    words.flatMap(([word, flag]) => (flag === true || (typeof flag === 'string' && capabilities.hasFlag(flag)) ? [word] : []));
  const supported = (flag: string): boolean => capabilities.hasFlag(flag);
  const board = boardOfMachine(guest.arch, guest.machine);
  const floppies = board !== 'pseries';
  return {
    disk: {
      supported: true,
      diskDevice: pick([['disk', true], ['cdrom', true], ['floppy', floppies], ['lun', true]]),
      bus: pick([
        ['ide', hasBuiltInIde(board, guest.machine)],
        ['fdc', floppies],
        ['scsi', true],
        ['virtio', true],
        ['usb', 'usb-storage'],
        ['sata', 'ich9-ahci'],
      ]),
      model: ['virtio', ...(supported('virtio-pci-non-transitional') ? generations : [])],
    },
    graphics: {
      supported: true,
      type: pick([
        ['sdl', 'sdl'],
        ['vnc', 'vnc'],
        ['rdp', 'display-dbus'],
        ['spice', 'spice'],
        ['egl-headless', 'egl-headless'],
        ['dbus', 'display-dbus'],
      ]),
    },
    video: {
      supported: true,
      modelType: pick([
        ['vga', 'VGA'],
        ['cirrus', 'cirrus-vga'],
        ['vmvga', 'vmware-svga'],
        ['qxl', 'qxl'],
        ['virtio', 'virtio-gpu'],
        ['none', true],
        ['bochs', 'bochs-display'],
        ['ramfb', 'ramfb'],
      ]),
    },
    hostdev: {
      supported: true,
      mode: ['subsystem'],
      startupPolicy: ['default', 'mandatory', 'requisite', 'optional'],
      subsysType: pick([['usb', 'usb-kbd'], ['pci', true], ['scsi', true]]),
      capsType: [],
      pciBackend: facts.vfio ? ['default', 'vfio'] : [],
    },
    rng: {
      supported: true,
      model: supported('virtio-rng') ? ['virtio', ...generations] : [],
      backendModel: pick([['random', 'rng-random'], ['egd', 'rng-egd'], ['builtin', 'rng-builtin']]),
    },
    filesystem: { supported: true, driverType: pick([['path', true], ['handle', true], ['virtiofs', 'vhost-user-fs']]) },
    tpm: tpm(pick, facts),
    redirdev: supported('usb-redir') ? { supported: true, bus: ['usb'] } : { supported: false },
    channel: { supported: true, type: pick([['pty', true], ['unix', true], ['spicevmc', 'spice']]) },
    crypto: {
      supported: true,
      model: pick([['virtio', 'virtio-crypto']]),
      type: ['qemu'],
      backendModel: pick([['builtin', true], ['lkcf', 'cryptodev-backend-lkcf']]),
    },
    interface: { supported: true, backendType: pick([['default', true], ['passt', 'netdev.stream']]) },
    panic: panic(pick, guest, board),
  };
}

/** Devices of one of the generations of virtio, which only PCI has. */
const generations = ['virtio-transitional', 'virtio-non-transitional'];

function tpm(pick: (words: Words) => string[], { tpmVersions }: DomainCapabilitiesFacts): NonNullable<DeviceCapabilities['tpm']> {
  const emulated = tpmVersions.length > 0 ? 'tpm-emulator' : false;
  const model = pick([
    ['tpm-tis', 'tpm-tis'],
    ['tpm-crb', 'tpm-crb'],
    ['tpm-spapr', 'tpm-spapr'],
    ['spapr-tpm-proxy', 'spapr-tpm-proxy'],
  ]);
  const backendModel = pick([['passthrough', 'tpm-passthrough'], ['emulator', emulated], ['external', 'tpm-emulator']]);
  if (model.length === 0 || backendModel.length === 0) return { supported: false };
  const backendVersion = backendModel.includes('emulator') ? [...tpmVersions] : [];
  return { supported: true, model, backendModel, backendVersion };
}

function panic(
  pick: (words: Words) => string[],
  { arch }: QemuGuestKind,
  board: ReturnType<typeof boardOfMachine>,
): NonNullable<DeviceCapabilities['panic']> {
  const x86 = arch === 'x86_64' || arch === 'i686';
  const model = pick([
    ['isa', 'pvpanic'],
    ['pseries', board === 'pseries'],
    ['hyperv', x86],
    ['s390', arch === 's390x'],
    ['pvpanic', 'pvpanic-pci'],
  ]);
  return model.length === 0 ? { supported: false } : { supported: true, model };
}
