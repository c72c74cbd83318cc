import { describe, expect, test } from '@jest/globals';
import { isVirtError } from '@virtweave/core-util';
import { parseDomain } from '../../src/index.ts';

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

const numa = (cells: string): string => `<cpu><numa>${cells}</numa></cpu>`;

describe('rules that hold for every hypervisor', () => {
  test.each<[what: string, xml: string, message: string]>([
    ['two threads with one number', guest('', "<iothreadids><iothread id='1'/><iothread id='1'/></iothreadids>"), "VIR_ERR_XML_ERROR: duplicate iothread id '1' found"],
    ['pool of a thread', guest('', "<iothreads>1</iothreads><defaultiothread thread_pool_min='4' thread_pool_max='2'/>"), 'VIR_ERR_XML_ERROR: thread_pool_min must be smaller or equal to thread_pool_max'],
    ['gap in NUMA', guest('', numa("<cell id='1' memory='1' cpus='0'/><cell id='2' memory='1' cpus='1'/>")), "VIR_ERR_XML_ERROR: Exactly one 'cell' element per guest NUMA cell allowed, non-contiguous ranges or ranges not starting from 0 are not allowed"],
    ['CPU in two NUMA nodes', guest('', numa("<cell memory='1' cpus='0-1'/><cell memory='1' cpus='1-2'/>")), 'VIR_ERR_CONFIG_UNSUPPORTED: NUMA cells 1 and 0 have overlapping vCPU ids'],
    ['memnode without NUMA', guest('', "<numatune><memnode cellid='0' mode='strict' nodeset='0'/></numatune>"), "VIR_ERR_XML_ERROR: Element 'memnode' is invalid without any guest NUMA cells"],
    ['two default page sizes', guest('', "<memoryBacking><hugepages><page size='2048'/><page size='1048576'/></hugepages></memoryBacking>"), 'VIR_ERR_XML_DETAIL: two master hugepages detected: 1048576 and 2048'],
    ['one scheduler each', guest('', "<cputune><vcpusched vcpus='0-1' scheduler='batch'/><vcpusched vcpus='1' scheduler='idle'/></cputune>"), "VIR_ERR_XML_DETAIL: 'vcpusched' attributes 'vcpus' must not overlap"],
    ['USB without a master', guest("<controller type='usb' index='0' model='ich9-uhci1'/>"), 'VIR_ERR_XML_DETAIL: No master USB controller specified'],
    ['no USB, but a hub', guest("<controller type='usb' index='0' model='none'/><hub type='usb'/>"), "VIR_ERR_CONFIG_UNSUPPORTED: Can't add USB hub: USB is disabled for this domain"],
    ['timer', guest('', "<clock><timer name='pit' frequency='100'/></clock>"), "VIR_ERR_CONFIG_UNSUPPORTED: timer pit doesn't support setting of timer frequency"],
    ['date of the BIOS', guest('', "<sysinfo type='smbios'><bios><entry name='date'>31/12/2024</entry></bios></sysinfo>"), "VIR_ERR_XML_DETAIL: Invalid BIOS 'date' format"],
    ['ROM', guest("<interface type='user'><rom enabled='no' bar='on'/></interface>"), 'VIR_ERR_XML_ERROR: ROM tuning is not supported when ROM is disabled'],
    ['two labels of one model', guest('', "<seclabel type='dynamic' model='dac'/><seclabel type='dynamic' model='dac'/>"), 'VIR_ERR_XML_DETAIL: seclabel for model dac is already provided'],
    ['loader without path', guest('', '').replace('</os>', "<loader readonly='yes'/></os>"), 'VIR_ERR_XML_DETAIL: no loader path specified and firmware auto selection disabled'],
    ['boot orders of both kinds', guest("<disk type='file'><source file='/a'/><target dev='vda'/><boot order='1'/></disk>").replace('</os>', "<boot dev='hd'/></os>"), 'VIR_ERR_CONFIG_UNSUPPORTED: per-device boot elements cannot be used together with os/boot elements'],
    ['LUN of a file', guest("<disk type='file' device='lun'><source file='/a'/><target dev='sda' bus='scsi'/></disk>"), "VIR_ERR_CONFIG_UNSUPPORTED: disk device='lun' is only valid for block type disk source"],
    ['limits', guest("<disk type='file'><source file='/a'/><target dev='vda'/><iotune><total_iops_sec>1</total_iops_sec><read_iops_sec>1</read_iops_sec></iotune></disk>"), 'VIR_ERR_XML_ERROR: total and read/write iops_sec cannot be set at the same time'],
    ['host device twice', guest("<hostdev mode='subsystem' type='pci'><source><address bus='1' slot='1'/></source></hostdev><hostdev mode='subsystem' type='pci'><source><address bus='1' slot='1'/></source></hostdev>"), 'VIR_ERR_XML_ERROR: Hostdev already exists in the domain configuration'],
    ['name of shared memory', guest("<shmem name='a/b'/>"), "VIR_ERR_XML_ERROR: shmem name cannot include '/' character"],
    ['size of shared memory', guest("<shmem name='a'><size unit='M'>3</size></shmem>"), 'VIR_ERR_XML_ERROR: shmem size must be a power of 2 and at least 1 MiB (1024 KiB)'],
    ['virtio-mem', guest("<memory model='virtio-mem'><target><size>4096</size><block>3000</block><requested>0</requested></target></memory>"), 'VIR_ERR_XML_ERROR: block size must be a power of two'],
  ])('%s', (_what, xml, message) => {
    expect(refusal(xml)).toBe(message);
  });
});
