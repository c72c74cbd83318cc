import { describe, expect, test } from '@jest/globals';
import { isVirtError } from '@virtweave/core-util';
import { formatDomain, parseDomain } from '../../src/index.ts';

const guest = (devices: string, rest = ''): string =>
  `<domain type='test'><name>g</name><memory>1048576</memory><vcpu>4</vcpu><os><type>hvm</type></os>${rest}<devices>${devices}</devices></domain>`;

function refusal(xml: string): string | undefined {
  try {
    parseDomain(xml);
    return undefined;
  } catch (error) {
    if (!isVirtError(error)) throw error;
    return `${error.code}: ${error.detail ?? ''}`;
  }
}

const twice = (text: string): string => text + text;
const disk = (dev: string, bus: string, inside = '', file = `/${dev}`): string =>
  `<disk type='file'><source file='${file}'/><target dev='${dev}' bus='${bus}'/>${inside}</disk>`;
const nic = (inside: string): string => `<interface type='user'>${inside}</interface>`;
const hostdev = (type: string, inside: string, source = '', attributes = ''): string =>
  `<hostdev mode='subsystem' type='${type}'${attributes}><source${source}>${inside}</source></hostdev>`;
const given = (type: string, inside: string): string => `<hostdev mode='capabilities' type='${type}'><source>${inside}</source></hostdev>`;
const pciInterface = `<interface type='hostdev'><source><address type='pci' domain='0' bus='1' slot='2' function='0'/></source></interface>`;
const pci = hostdev('pci', `<address domain='0' bus='1' slot='2' function='0'/>`);
const controller = (type: string, index: number, model = ''): string => `<controller type='${type}' index='${index}'${model && ` model='${model}'`}/>`;
const first = `<address type='drive' controller='0' bus='0' target='0' unit='0'/>`;
const alias = `<alias name='ua-a'/>`;
const scsi = `<adapter name='scsi_host0'/><address bus='0' target='0' unit='1'/>`;
const cacheOf = `<cache id='0' level='3' type='both' size='3' unit='MiB'/>`;
const cache = (vcpus: string, inside = cacheOf): string =>
  `<cachetune vcpus='${vcpus}'>${inside}</cachetune>`;
const bandwidth = (vcpus: string, node = 0): string => `<memorytune vcpus='${vcpus}'><node id='${node}' bandwidth='60'/></memorytune>`;
const monitors = (a: string, b: string): string => cache('0-3', `<monitor level='3' vcpus='${a}'/><monitor level='3' vcpus='${b}'/>`);

const already = 'VIR_ERR_XML_ERROR: Hostdev already exists in the domain configuration';
const drive = (dev: string): string =>
  `VIR_ERR_CONFIG_UNSUPPORTED: Found duplicate drive address for disk with target name '${dev}' controller='0' bus='0' target='0' unit='0'`;

describe('what is there twice is refused as by libvirt', () => {
  // Words and codes were watched with virsh 9.0 and its test driver.
  test.each<[what: string, devices: string, message: string]>([
    ['target of disks', disk('vda', 'virtio') + disk('vda', 'virtio', '', '/b'), "VIR_ERR_XML_ERROR: target 'vda' duplicated for disk sources '/vda' and '/b'"],
    ['target of disks on two buses', disk('sda', 'scsi') + disk('sda', 'usb'), "VIR_ERR_XML_ERROR: target 'sda' duplicated for disk sources '/sda' and '/sda'"],
    ['place of IDE disks', disk('hda', 'ide', first) + disk('hdb', 'ide', first), drive('hda')],
    ['place of IDE disks, one of them given', disk('hda', 'ide') + disk('hdb', 'ide', first), drive('hda')],
    ['place of SATA disks', disk('sda', 'sata', first) + disk('sdb', 'sata', first), drive('sda')],
    ['place of SCSI devices', disk('sda', 'scsi', first) + hostdev('scsi', scsi).replace('</hostdev>', `${first}</hostdev>`), "VIR_ERR_XML_ERROR: SCSI host address controller='0' bus='0' target='0' unit='0' in use by a SCSI disk"],
    ['alias of disks', disk('vda', 'virtio', alias) + disk('vdb', 'virtio', alias), 'VIR_ERR_CONFIG_UNSUPPORTED: non unique alias detected: ua-a'],
    ['alias of unlike devices', disk('vda', 'virtio', alias) + nic(alias), 'VIR_ERR_CONFIG_UNSUPPORTED: non unique alias detected: ua-a'],
    ['SCSI controller', twice(controller('scsi', 0)), "VIR_ERR_XML_ERROR: Multiple 'scsi' controllers with index '0'"],
    ['PCI controller', twice(controller('pci', 1, 'pci-bridge')), "VIR_ERR_XML_ERROR: Multiple 'pci' controllers with index '1'"],
    ['boot order', disk('vda', 'virtio', "<boot order='1'/>") + nic("<boot order='1'/>"), "VIR_ERR_CONFIG_UNSUPPORTED: boot order '1' used for more than one device"],
    ['PCI device', twice(pci), already],
    ['PCI device that is an interface', pciInterface + pci, already],
    ['PCI device that is two interfaces', twice(pciInterface), already],
    ['SCSI device', twice(hostdev('scsi', scsi)), already],
    ['iSCSI device', twice(hostdev('scsi', "<host name='example.org' port='3260'/>", " protocol='iscsi' name='iqn.a'")), already],
    ['vhost', twice(hostdev('scsi_host', '', " protocol='vhost' wwpn='naa.5123456789abcde0'")), already],
    ['mediated device', twice(hostdev('mdev', "<address uuid='c2177883-f1bb-47f0-914d-32a22e3a8804'/>", '', " model='vfio-pci'")), already],
    ['block device of a container', twice(given('storage', '<block>/dev/a</block>')), already],
    ['character device of a container', twice(given('misc', '<char>/dev/a</char>')), already],
    ['network device of a container', twice(given('net', '<interface>eth0</interface>')), already],
    ['console for a serial port', twice("<console type='pty'><target type='serial' port='0'/></console>"), 'VIR_ERR_CONFIG_UNSUPPORTED: Only the first console can be a serial port'],
    ['panic device without a model', twice('<panic/>'), "VIR_ERR_XML_ERROR: Multiple panic devices with model 'default'"],
    ['alias of a console of its own', disk('vda', 'virtio', alias) + `<console type='pty'><target type='virtio'/>${alias}</console>`, 'VIR_ERR_CONFIG_UNSUPPORTED: non unique alias detected: ua-a'],
    ['target of volumes', twice("<disk type='volume'><source pool='p' volume='v'/><target dev='vda' bus='virtio'/></disk>"), "VIR_ERR_XML_ERROR: target 'vda' duplicated for disk sources '<null>' and '<null>'"],
    ['place of a SCSI device, by name', disk('sda', 'scsi') + hostdev('scsi', scsi).replace('</hostdev>', `${first}</hostdev>`), "VIR_ERR_CONFIG_UNSUPPORTED: using disk target name 'sda' conflicts with SCSI host device address controller='0' bus='0' target='0' unit='0"],
    ['panic device', twice("<panic model='isa'/>"), "VIR_ERR_XML_ERROR: Multiple panic devices with model 'isa'"],
    ['balloon', twice("<memballoon model='virtio'/>"), 'VIR_ERR_INTERNAL_ERROR: only a single memory balloon device is supported'],
    ['vsock', twice("<vsock model='virtio'><cid auto='yes'/></vsock>"), 'VIR_ERR_XML_ERROR: only a single vsock device is supported'],
    ['NVRAM', twice('<nvram/>'), 'VIR_ERR_INTERNAL_ERROR: only a single nvram device is supported'],
    ['IOMMU', twice("<iommu model='intel'/>"), 'VIR_ERR_XML_ERROR: only a single IOMMU device is supported'],
    ['filter', twice("<redirfilter><usbdev allow='yes'/></redirfilter>"), 'VIR_ERR_INTERNAL_ERROR: only one set of redirection filter rule is supported'],
    ['primary video', twice("<video><model type='vga' primary='yes'/></video>"), 'VIR_ERR_CONFIG_UNSUPPORTED: Only one primary video device is supported'],
    ['audio', twice("<audio id='1' type='none'/>"), 'VIR_ERR_XML_ERROR: audio ID 1 is used multiple times'],
  ])('device: %s', (_what, devices, message) => {
    expect(refusal(guest(devices))).toBe(message);
  });

  test.each<[what: string, cputune: string, message: string]>([
    ['pin of a vCPU', twice("<vcpupin vcpu='0' cpuset='0'/>"), "VIR_ERR_INTERNAL_ERROR: duplicate vcpupin for vcpu '0'"],
    ['pin of the emulator', twice("<emulatorpin cpuset='0'/>"), 'VIR_ERR_XML_ERROR: only one emulatorpin is supported'],
    ['scheduler of the emulator', twice("<emulatorsched scheduler='fifo' priority='1'/>"), 'VIR_ERR_XML_ERROR: only one emulatorsched is supported'],
    ['cache of a group', twice(cache('0')), 'VIR_ERR_XML_ERROR: Identical vcpus in cachetunes found'],
    ['cache, in part', cache('0-1') + cache('1-2'), 'VIR_ERR_XML_ERROR: Overlapping vcpus in resctrls'],
    ['cache inside a group', cache('0', twice(cacheOf)), "VIR_ERR_XML_ERROR: Colliding cache allocations for cache level '3' id '0', type 'both'"],
    ['bandwidth', twice(bandwidth('0')), 'VIR_ERR_XML_ERROR: Memory Bandwidth already defined for node 0'],
    ['bandwidth, in part', bandwidth('0-1') + bandwidth('1'), 'VIR_ERR_XML_ERROR: Overlapping vcpus in resctrls'],
    ['cache and bandwidth, in part', cache('0-1') + bandwidth('1'), 'VIR_ERR_XML_ERROR: Overlapping vcpus in resctrls'],
    ['monitor', monitors('0', '0'), 'VIR_ERR_INVALID_ARG: Identical vcpus found in same type monitors'],
    ['monitor, in part', monitors('0-1', '1'), 'VIR_ERR_INVALID_ARG: vcpus overlaps in resctrl groups'],
    ['monitor of all and of some, without an allocation', monitors('0-3', '1'), 'VIR_ERR_INVALID_ARG: vcpus overlaps in resctrl groups'],
    ['monitor of others', cache('0-1', "<monitor level='3' vcpus='2'/>"), 'VIR_ERR_INVALID_ARG: Monitor vcpus conflicts with allocation'],
  ])('tuning of CPUs: %s', (_what, cputune, message) => {
    expect(refusal(guest('', `<cputune>${cputune}</cputune>`))).toBe(message);
  });

  test.each<[what: string, rest: string, message: string]>([
    ['pin of a thread', `<iothreads>2</iothreads><cputune>${twice("<iothreadpin iothread='1' cpuset='0'/>")}</cputune>`, "VIR_ERR_INTERNAL_ERROR: duplicate iothreadpin for same iothread '1'"],
    ['thread', `<iothreadids>${twice("<iothread id='1'/>")}</iothreadids>`, "VIR_ERR_XML_ERROR: duplicate iothread id '1' found"],
    ['NUMA node', "<cpu><numa><cell id='0' cpus='0' memory='1'/><cell id='0' cpus='1' memory='1'/></numa></cpu>", "VIR_ERR_XML_ERROR: Duplicate NUMA cell info for cell id '0'"],
    ['memory of a NUMA node', `<cpu><numa><cell id='0' cpus='0-3' memory='1'/></numa></cpu><numatune>${twice("<memnode cellid='0' mode='strict' nodeset='0'/>")}</numatune>`, 'VIR_ERR_XML_ERROR: Multiple memnode elements with cellid 0'],
    ['feature of the CPU', `<cpu mode='custom'><model>qemu64</model>${twice("<feature name='vmx'/>")}</cpu>`, "VIR_ERR_XML_ERROR: CPU feature 'vmx' specified more than once"],
    ['block device', `<blkiotune>${twice('<device><path>/a</path><weight>500</weight></device>')}</blkiotune>`, "VIR_ERR_CONFIG_UNSUPPORTED: duplicate blkio device path '/a'"],
    ['pages of a NUMA node', "<cpu><numa><cell id='0' cpus='0-3' memory='1048576'/></numa></cpu><memoryBacking><hugepages><page size='2048' nodeset='0'/><page size='1048576' nodeset='0'/></hugepages></memoryBacking>", 'VIR_ERR_XML_DETAIL: nodeset attribute of hugepages of sizes 1048576 and 2048 intersect'],
  ])('%s', (_what, rest, message) => {
    expect(refusal(guest('', rest))).toBe(message);
  });
});

describe('addresses that no device can have', () => {
  const rng = (address: string): string => `<rng model='virtio'><backend model='random'/>${address}</rng>`;
  const at = (type: string, rest: string): string => `<address type='${type}' ${rest}/>`;
  test.each<[what: string, devices: string, message: string]>([
    ['half of a channel device', rng(at('ccw', "devno='1'")), 'VIR_ERR_INTERNAL_ERROR: Invalid partial specification for virtio ccw address'],
    ['a channel subsystem that is none', rng(at('ccw', "cssid='0xff' ssid='0' devno='1'")), "VIR_ERR_INTERNAL_ERROR: Invalid specification for virtio ccw address: cssid='0xff' ssid='0x0' devno='0x0001'"],
    ['a uid of five digits', rng("<address type='pci' slot='1'><zpci uid='0x10000'/></address>"), "VIR_ERR_XML_ERROR: Invalid PCI address uid='0x10000', must be > 0x0000 and <= 0xffff"],
    ['memory without a slot', `<memory model='dimm'><target><size>1024</size></target>${at('dimm', "base='0x1000'")}</memory>`, "VIR_ERR_XML_ERROR: Missing required attribute 'slot' in element 'address'"],
    ['USB input elsewhere', `<input type='tablet' bus='usb'>${at('pci', "slot='1'")}</input>`, 'VIR_ERR_XML_ERROR: Invalid address for a USB device'],
    ['USB serial port elsewhere', `<serial type='pty'><target type='usb-serial'/>${at('pci', "slot='1'")}</serial>`, 'VIR_ERR_CONFIG_UNSUPPORTED: usb-serial requires address of usb type'],
    ['redirected device without USB', "<redirdev bus='usb' type='pty'/>", 'VIR_ERR_CONFIG_UNSUPPORTED: cannot add redirected USB device: USB is disabled for this domain'],
    ['PCI device of the host on USB', pci.replace('</hostdev>', `${at('usb', "bus='0' port='1'")}</hostdev>`), "VIR_ERR_INTERNAL_ERROR: PCI host devices must use 'pci' or 'unassigned' address type"],
  ])('%s', (_what, devices, message) => {
    expect(refusal(guest(devices))).toBe(message);
  });

  test('a PCI domain may have more than four digits', () => {
    expect(refusal(guest(rng(at('pci', "domain='0x10000' bus='0' slot='1' function='0'"))))).toBeUndefined();
  });

  test('memory devices are a part of the memory', () => {
    const memory = (size: number): string => `<memory model='dimm'><target><size>${size}</size></target></memory>`;
    expect(refusal(guest(memory(2097152)))).toBe('VIR_ERR_XML_ERROR: Total size of memory devices exceeds the total memory size');
    expect(refusal(guest(memory(1048576)))).toBe('VIR_ERR_XML_ERROR: Memory size must be specified via <memory> or in the <numa> configuration');
    expect(refusal(guest(memory(524288)))).toBeUndefined();
  });
});

describe('CPUs one by one', () => {
  test.each([
    ["<vcpu id='9' enabled='yes'/>", "VIR_ERR_XML_ERROR: vcpu id '9' is out of range of maximum vcpu count"],
    ["<vcpu id='1' enabled='no' hotpluggable='no'/>", "VIR_ERR_CONFIG_UNSUPPORTED: vcpu '1' is both offline and not hotpluggable"],
    // Which of them come first is the driver's matter.
    ["<vcpu id='0' enabled='yes' order='1'/><vcpu id='1' enabled='yes' order='1'/>", undefined],
  ])('%s', (vcpus, message) => {
    expect(refusal(guest('', `<vcpus>${vcpus}</vcpus>`))).toBe(message);
  });
});

describe('USB devices of the host', () => {
  const kind = "<vendor id='0x1234'/><product id='0x5678'/>";
  const place = "<address bus='1' device='2'/>";
  const devices = { kind, place, both: kind + place, elsewhere: kind + place.replace("'2'", "'3'"), other: kind.replace('5678', '5679') };

  // Where the first has a place, places count; otherwise kinds.
  test.each<[keyof typeof devices, keyof typeof devices, boolean]>([
    ['kind', 'kind', true],
    ['kind', 'both', true],
    ['kind', 'place', false],
    ['kind', 'other', false],
    ['both', 'kind', false],
    ['both', 'place', true],
    ['both', 'both', true],
    ['both', 'elsewhere', false],
    ['place', 'both', true],
    ['place', 'kind', false],
  ])('%s and %s', (a, b, refused) => {
    expect(refusal(guest(hostdev('usb', devices[a]) + hostdev('usb', devices[b])))).toBe(refused ? already : undefined);
  });
});

describe('what libvirt takes twice', () => {
  test.each<[what: string, devices: string, rest?: string]>([
    ['USB controllers', twice(controller('usb', 0, 'piix3-uhci'))],
    ['MAC', twice(nic("<mac address='52:54:00:11:22:33'/>"))],
    ['serial port', twice("<serial type='pty'><target port='0'/></serial>")],
    ['alias that is not the user\'s', disk('vda', 'virtio', "<alias name='a'/>") + disk('vdb', 'virtio', "<alias name='a'/>")],
    ['source of disks', disk('vda', 'virtio', '', '/a') + disk('vdb', 'virtio', '', '/a')],
    ['cache and bandwidth of one group', '', `<cputune>${cache('0')}${bandwidth('0')}</cputune>`],
    ['monitor of all and of some', '', `<cputune>${monitors('0-3', '1').replace('<monitor', `${cacheOf}<monitor`)}</cputune>`],
    ['bandwidth of one group on two nodes', '', `<cputune>${bandwidth('0')}${bandwidth('0', 1)}</cputune>`],
    ['iSCSI with two ports', hostdev('scsi', "<host name='a' port='1'/>", " protocol='iscsi' name='iqn.a'") + hostdev('scsi', "<host name='a' port='2'/>", " protocol='iscsi' name='iqn.a'")],
  ])('%s', (_what, devices, rest = '') => {
    expect(refusal(guest(devices, rest))).toBeUndefined();
  });

  test('a companion is written with the number that it was given, wherever its master is', () => {
    const companion = controller('usb', 1, 'ich9-uhci1');
    const written = formatDomain(parseDomain(guest(controller('usb', 0, 'ich9-ehci1') + companion)));
    expect(formatDomain(parseDomain(written))).toBe(written);
    expect(refusal(guest(companion))).toBe('VIR_ERR_XML_DETAIL: No master USB controller specified');
  });
});
