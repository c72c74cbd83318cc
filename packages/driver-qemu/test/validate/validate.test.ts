import { describe, expect, test } from '@jest/globals';
import { guest, messageOf } from './refusal.ts';

const disk = (inner: string, attributes = "type='file' device='disk'"): string => `<disk ${attributes}>${inner}</disk>`;
const file = "<source file='/a'/>";

describe('what QEMU cannot run is refused in libvirt’s words', () => {
  test('an ordinary guest is accepted', () => {
    expect(messageOf(guest(disk(`<driver name='qemu' type='qcow2'/>${file}<target dev='vda' bus='virtio'/>`)))).toBeUndefined();
  });

  test.each<[what: string, xml: string, message: string]>([
    ['unknown machine', guest('', '', { machine: 'pc-0.1' }), "Emulator '/usr/bin/qemu-system-x86_64' does not support machine type 'pc-0.1'"],
    ['too many CPUs', guest('', '', { vcpu: '300' }), 'Maximum CPUs greater than specified machine type limit 255'],
    ['lifecycle', guest('', '<on_reboot>rename-restart</on_reboot>'), "qemu driver doesn't support the 'rename-restart' action for 'on_reboot'/'on_poweroff'/'on_crash'"],
    ['features of other boards', guest('', "<features><hpt resizing='enabled'/></features>"), "The 'hpt' feature is not supported for architecture 'x86_64' or machine type 'pc'"],
    ['timers', guest('', "<clock><timer name='rtc' track='boot'/></clock>"), "unsupported rtc timer track 'boot'"],
    ['CPU cache', guest('', "<cpu mode='maximum'><cache level='2' mode='emulate'/></cpu>"), "CPU cache mode 'emulate' can only be used with level='3'"],
    ['memory', guest('', '<memtune><min_guarantee>10</min_guarantee></memtune>'), "Parameter 'min_guarantee' not supported by QEMU."],
    ['format', guest(disk(`<driver type='cow'/>${file}<target dev='vda' bus='virtio'/>`)), "'cow' storage format is not supported"],
    ['partition', guest(disk(`${file}<target dev='vda1' bus='virtio'/>`)), "invalid disk target 'vda1', partitions can't appear in disk targets"],
    ['empty USB disk', guest(disk("<target dev='sda' bus='usb'/>", "type='file' device='cdrom'")), "'usb' disk must not be empty"],
    ['thread of a disk', guest(disk(`<driver iothread='2'/>${file}<target dev='vda' bus='virtio'/>`)), "Disk iothread '2' not defined in iothreadid"],
    ['queue size', guest("<interface type='user'><model type='virtio'/><driver rx_queue_size='33'/></interface>"), 'rx_queue_size has to be a power of two'],
    ['host port without passt', guest("<interface type='user'><portForward proto='tcp'><range start='22'/></portForward></interface>"), "The <portForward> element can only be used with the 'passt' backend of interface type='user' or type='vhostuser'"],
    ['shared memory', guest("<interface type='vhostuser'><source type='unix' path='/s' mode='client'/><model type='virtio'/></interface>"), "'interface' requires shared memory"],
    ['ports of USB', guest("<controller type='usb' model='qemu-xhci' ports='16'/>"), "'qemu-xhci' controller only supports up to '15' ports"],
    ['displays', guest("<graphics type='egl-headless'/><graphics type='spice' autoport='yes'><gl enable='yes'/></graphics>"), 'multiple OpenGL displays are not supported by QEMU'],
    ['VNC password', guest("<graphics type='vnc' passwd='123456789'/>"), 'VNC password is 9 characters long, only 8 permitted'],
    ['chardev without SPICE', guest("<channel type='spicevmc'><target type='virtio' name='com.redhat.spice.0'/></channel>"), "chardev 'spicevmc' not supported without spice graphics"],
    ['reconnect', guest("<serial type='tcp'><source mode='connect' host='h' service='1'><reconnect enabled='yes' timeout='0'/></source></serial>"), "chardev reconnect source timeout cannot be '0'"],
    ['panic of another board', guest("<panic model='s390'/>"), "only S390 guests support panic device of model 's390'"],
    ['two TPMs', guest("<tpm model='tpm-tis'><backend type='emulator'/></tpm><tpm model='tpm-tis'><backend type='emulator'/></tpm>"), 'only a single TPM non-proxy device is supported'],
    ['IOMMU', guest("<iommu model='intel'/>"), "IOMMU device: 'intel' is only supported with Q35 machines"],
    ['watchdog', guest("<watchdog model='diag288'/>"), 'diag288 model of watchdog is allowed for s390 and s390x only'],
    ['secure boot', guest('', '<memtune/>').replace('</os>', "<loader secure='yes' readonly='yes' type='pflash'>/fw</loader></os>"), 'Secure boot is supported with q35 machine types only'],
    ['message signalled shared memory', guest("<shmem name='a'><model type='ivshmem-plain'/><size unit='M'>4</size><msi/></shmem>"), 'msi option is only supported with a server'],
    ['start of an absolute clock', guest('', "<clock offset='absolute' start='253402300800'/>"), "The maximum 'start' value for <clock offset='absolute'> is 253402300799"],
  ])('%s', (_what, xml, message) => {
    expect(messageOf(xml)?.replace(/^\w+ /, '')).toBe(message);
  });
});
