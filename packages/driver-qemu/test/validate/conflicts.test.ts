import { describe, expect, test } from '@jest/globals';
import { guest, messageOf, type GuestOptions } from './refusal.ts';

const at = (type: string, rest: string): string => `<address type='${type}' ${rest}/>`;
const pci = (bus: number, slot: number, fn = 0, domain = 0): string =>
  at('pci', `domain='${domain}' bus='${bus}' slot='${slot}' function='${fn}'`);
const rng = (inside = ''): string => `<rng model='virtio'><backend model='random'>/dev/urandom</backend>${inside}</rng>`;
const disk = (dev: string, bus: string, inside = ''): string =>
  `<disk type='file' device='${bus === 'fdc' ? 'floppy' : 'disk'}'><source file='/${dev}'/><target dev='${dev}' bus='${bus}'/>${inside}</disk>`;
const drive = (controller: number, bus: number, target: number, unit: number): string =>
  at('drive', `controller='${controller}' bus='${bus}' target='${target}' unit='${unit}'`);
const controller = (type: string, index: number, model = '', inside = ''): string =>
  `<controller type='${type}' index='${index}'${model && ` model='${model}'`}>${inside}</controller>`;
const root = (index: number): string => controller('pci', index, 'pcie-root-port');
const channel = (controllerIndex: number, port: number, name = 'a'): string =>
  `<channel type='pty'><target type='virtio' name='${name}'/>${at('virtio-serial', `controller='${controllerIndex}' port='${port}'`)}</channel>`;
const tablet = (address: string): string => `<input type='tablet' bus='usb'>${address}</input>`;
const vty = (reg?: string): string =>
  `<serial type='pty'><target type='spapr-vio-serial'/>${reg === undefined ? '' : at('spapr-vio', `reg='${reg}'`)}</serial>`;
const dimm = (address: string): string =>
  `<memory model='dimm'><target><size>524288</size><node>0</node></target>${address}</memory>`;
const zpci = (slot: number, numbers: string): string =>
  `<address type='pci' slot='${slot}'><zpci ${numbers}/></address>`;

const q35: GuestOptions = { machine: 'q35' };
const pseries: GuestOptions = { machine: 'pseries', arch: 'ppc64' };
const s390: GuestOptions = { machine: 's390-ccw-virtio', arch: 's390x' };

const refuses = (cases: readonly (readonly [what: string, devices: string, message: string, options?: GuestOptions])[]): void => {
  test.each(cases.map(([what, devices, message, options]) => [what, devices, message, options] as const))('%s', (_what, devices, message, options) => {
    expect(messageOf(guest(devices, '', options), options?.arch)).toBe(message);
  });
};

// Words, codes and moments were watched with virsh 9.0 and real emulators of each architecture.
describe('PCI', () => {
  const twice = (place: string): string => `VIR_ERR_XML_ERROR Attempted double use of PCI Address 0000:${place}`;
  refuses([
    ['a function twice', rng(pci(0, 5)) + rng(pci(0, 5)), twice('00:05.0')],
    ['a function twice, of unlike devices', rng(pci(0, 5)) + disk('vda', 'virtio', pci(0, 5)), twice('00:05.0')],
    ['another domain', rng(pci(0, 5, 0, 1)), 'VIR_ERR_XML_ERROR Invalid PCI address 0001:00:05.0. Only PCI domain 0 is available'],
    ['a domain of five digits', rng(pci(0, 5, 0, 0x10000)), 'VIR_ERR_XML_ERROR Invalid PCI address 10000:00:05.0. Only PCI domain 0 is available'],
    ['the bridge to ISA of a pc', rng(pci(0, 1)), twice('00:01.0')],
    ['the power management of a pc', rng(pci(0, 1, 3)), twice('00:01.3')],
    ['the USB of a pc', controller('usb', 1, 'piix3-uhci', pci(0, 1, 2)), twice('00:01.2')],
    ['IDE elsewhere', controller('ide', 0, '', pci(0, 5)), 'VIR_ERR_INTERNAL_ERROR Primary IDE controller must have PCI address 0:0:1.1'],
    ['USB elsewhere', controller('usb', 0, 'piix3-uhci', pci(0, 5)), 'VIR_ERR_INTERNAL_ERROR PIIX3 USB controller at index 0 must have PCI address 0:0:1.2'],
    ['SATA elsewhere', controller('sata', 0, '', pci(0, 5)), 'VIR_ERR_INTERNAL_ERROR Primary SATA controller must have PCI address 0:0:1f.2', q35],
    ['the bridge to ISA of a q35', rng(pci(0, 31)), twice('00:1f.0'), q35],
    ['the SATA of a q35', rng(pci(0, 31, 2)), twice('00:1f.2'), q35],
    ['the SMBus of a q35', rng(pci(0, 31, 3)), twice('00:1f.3'), q35],
    ['a root port has one slot', root(1) + rng(pci(1, 1)), 'VIR_ERR_XML_ERROR Invalid PCI address 0000:01:01.0. slot must be <= 0', q35],
    ['a root port has one device', root(1) + rng(pci(1, 0)) + rng(pci(1, 0)), twice('01:00.0'), q35],
    ['a bridge behind itself', controller('pci', 1, 'pci-bridge', pci(1, 1)), "VIR_ERR_CONFIG_UNSUPPORTED PCI controller at index 1 (0x01) has bus='0x01', but index must be larger than bus"],
    ['a bridge behind a later one', controller('pci', 1, 'pci-bridge', pci(2, 1)) + controller('pci', 2, 'pci-bridge'), "VIR_ERR_CONFIG_UNSUPPORTED PCI controller at index 1 (0x01) has bus='0x02', but index must be larger than bus"],
  ]);

  test('further functions of a slot are no conflict', () => {
    expect(messageOf(guest(rng(pci(0, 5)) + rng(pci(0, 5, 1)) + rng(pci(0, 1, 4))))).toBeUndefined();
    expect(messageOf(guest(controller('ide', 0, '', pci(0, 1, 1)) + controller('usb', 0, 'piix3-uhci', pci(0, 1, 2))))).toBeUndefined();
    expect(messageOf(guest(controller('sata', 0, '', pci(0, 31, 2)), '', q35))).toBeUndefined();
  });

  test('USB number 0 is there though the document begins with number 1', () => {
    expect(messageOf(guest(controller('usb', 1, 'piix3-uhci')))).toBeUndefined();
  });
});

describe('drives', () => {
  const internal = (detail: string): string => `VIR_ERR_INTERNAL_ERROR ${detail}`;
  const unsupported = (detail: string): string => `VIR_ERR_CONFIG_UNSUPPORTED ${detail}`;
  refuses([
    ['IDE controller', disk('hda', 'ide', drive(1, 0, 0, 0)), internal('Only 1 IDE controller is supported')],
    ['IDE by name', disk('hde', 'ide'), internal('Only 1 IDE controller is supported')],
    ['IDE target', disk('hda', 'ide', drive(0, 0, 1, 0)), unsupported('target must be 0 for ide controller')],
    ['floppy controller', disk('fda', 'fdc', drive(1, 0, 0, 0)), internal('Only 1 fdc controller is supported')],
    ['floppy bus', disk('fda', 'fdc', drive(0, 1, 0, 0)), internal('Only 1 fdc bus is supported')],
    ['floppy target', disk('fda', 'fdc', drive(0, 0, 1, 0)), unsupported('target must be 0 for controller fdc')],
    ['SATA bus', disk('sda', 'sata', drive(0, 1, 0, 0)), unsupported('bus must be 0 for sata controller')],
    ['SATA target', disk('sda', 'sata', drive(0, 0, 1, 0)), unsupported('target must be 0 for sata controller')],
    ['SCSI bus', disk('sda', 'scsi', drive(0, 1, 0, 0)), internal('SCSI controller only supports 1 bus')],
    ['SCSI target', disk('sda', 'scsi', drive(0, 0, 1, 0)), unsupported("target must be 0 for controller model 'lsilogic'")],
    ['virtio disk', disk('vda', 'virtio', drive(0, 0, 0, 0)), unsupported("virtio disk cannot have an address of type 'drive'")],
  ]);
});

describe('serial ports, USB, POWER, memory, smart cards', () => {
  const wrong = (detail: string): string => `VIR_ERR_XML_ERROR ${detail}`;
  refuses([
    ['virtio port', channel(0, 1) + channel(0, 1, 'b'), wrong('virtio serial port 1 on controller 0 is already occupied')],
    ['virtio port that is not there', channel(0, 31), wrong('virtio serial controller 0 does not have port 31')],
    ['virtio port of a small controller', `<controller type='virtio-serial' index='0' ports='2'/>${channel(0, 2)}`, wrong('virtio serial controller 0 does not have port 2')],
    ['USB port', tablet(at('usb', "bus='0' port='1'")).repeat(2), wrong('Duplicate USB address bus 0 port 1')],
    ['USB controller', controller('usb', 0, 'piix3-uhci') + controller('usb', 0, 'qemu-xhci'), wrong('Duplicate USB controllers with index 0')],
    ['USB address of another kind', tablet(pci(0, 5)), wrong('Invalid address for a USB device')],
    ['no USB', disk('sda', 'usb'), 'VIR_ERR_CONFIG_UNSUPPORTED USB is disabled for this domain, but USB devices are present in the domain XML', s390],
    ['virtual I/O', vty('0x2000') + vty('0x2000'), wrong('spapr-vio address 0x2000 already in use'), pseries],
    ['smart card', `<smartcard mode='host'>${at('ccid', "controller='0' slot='1'")}</smartcard>`, 'VIR_ERR_CONFIG_UNSUPPORTED this QEMU binary lacks multiple smartcard support'],
    ['store of settings', '<nvram/>', 'VIR_ERR_CONFIG_UNSUPPORTED nvram device is only supported for PPC64'],
    ['channel device', rng(at('ccw', "cssid='0xfe' ssid='0' devno='1'")).repeat(2), wrong("The CCW devno 'fe.0.0001' is in use already"), s390],
    ['channel device of a pc', rng(at('ccw', "cssid='0xfe' ssid='0' devno='1'")), "VIR_ERR_CONFIG_UNSUPPORTED cannot use CCW address type for device '<null>' using machine type 'pc'"],
    ['zPCI uid', rng(zpci(1, "uid='0x10'")) + rng(zpci(2, "uid='0x10'")), 'VIR_ERR_INTERNAL_ERROR zPCI uid 20 is already reserved', s390],
    ['zPCI fid that an earlier one took', rng(zpci(1, "uid='0x10'")) + rng(zpci(2, "fid='0'")), 'VIR_ERR_INTERNAL_ERROR zPCI fid 0 is already reserved', s390],
  ]);

  const cells = "<cpu><numa><cell id='0' cpus='0-3' memory='1048576'/></numa></cpu>";
  test.each([
    ['slot', dimm(at('dimm', "slot='0'")).repeat(2), "VIR_ERR_CONFIG_UNSUPPORTED memory device slot '0' is already being used by another memory device"],
    ['slot that is not there', dimm(at('dimm', "slot='2'")), "VIR_ERR_CONFIG_UNSUPPORTED memory device slot '2' exceeds slots count '2'"],
    ['base', dimm(at('dimm', "slot='0' base='0x100000000'")) + dimm(at('dimm', "slot='1' base='0x100000000'")), "VIR_ERR_CONFIG_UNSUPPORTED memory device base '0x100000000' is already being used by another memory device"],
    ['too many', dimm('').repeat(3), 'VIR_ERR_INTERNAL_ERROR failed to find an empty memory slot'],
    ['address of another kind', `<memory model='virtio-mem'><target><size>524288</size><node>0</node><block>2048</block><requested>0</requested></target>${at('dimm', "slot='0'")}</memory>`, "VIR_ERR_CONFIG_UNSUPPORTED only 'pci' addresses are supported for the virtio-mem device"],
  ])('memory: %s', (_what, devices, message) => {
    expect(messageOf(guest(devices, cells, { memory: "<maxMemory slots='2'>8388608</maxMemory><memory>1048576</memory>" }))).toBe(message);
  });

  test.each([
    ['the first absent', "<vcpu id='0' enabled='no'/><vcpu id='1' enabled='yes'/>", "vcpu 0 can't be offline"],
    ['the first not first', "<vcpu id='0' enabled='yes' order='2'/><vcpu id='1' enabled='yes' order='1'/>", 'vcpu0 must be enabled first'],
    ['some with an order', "<vcpu id='0' enabled='yes' order='1'/><vcpu id='1' enabled='yes'/>", 'all vcpus must have either set or unset order'],
  ])('CPUs: %s', (_what, vcpus, message) => {
    expect(messageOf(guest('', `<vcpus>${vcpus}</vcpus>`))).toBe(`VIR_ERR_CONFIG_UNSUPPORTED ${message}`);
  });
});
