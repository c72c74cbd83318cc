import { describe, expect, test } from '@jest/globals';
import { formatNodeDevice, parseNodeDevice, readNodeDevice } from '../src/index.ts';
import { problemOf } from './problem-of.ts';

const device = (capability: string): string => `<device><name>d</name>${capability}</device>`;
const pci = (inner: string): string =>
  device(`<capability type='pci'><domain>0</domain><bus>2</bus><slot>1</slot><function>7</function>
    <product id='10CA'>NIC</product><vendor id='0x8086'/>${inner}</capability>`);
const scsiHost = (inner: string): string => device(`<capability type='scsi_host'>${inner}</capability>`);

test('a PCI function with everything survives, in libvirt\'s order', () => {
  const text = `<device>
  <name>pci_0000_02_01_7</name>
  <path>/sys/devices/pci0000:00/0000:02:01.7</path>
  <devnode type='dev'>/dev/a</devnode>
  <devnode type='link'>/dev/b</devnode>
  <parent>computer</parent>
  <driver>
    <name>vfio-pci</name>
  </driver>
  <capability type='pci'>
    <class>0x030000</class>
    <domain>0</domain>
    <bus>2</bus>
    <slot>1</slot>
    <function>7</function>
    <product id='0x10ca'>NIC</product>
    <vendor id='0x8086'/>
    <capability type='phys_function'>
      <address domain='0x0000' bus='0x01' slot='0x02' function='0x3'/>
    </capability>
    <capability type='virt_functions' maxCount='7'/>
    <capability type='pci-bridge'/>
    <capability type='mdev_types'>
      <type id='i915-GVTg_V5_8'>
        <name>N</name>
        <deviceAPI>vfio-pci</deviceAPI>
        <availableInstances>2</availableInstances>
      </type>
    </capability>
    <capability type='vpd'>
      <name>42D</name>
      <fields access='readonly'>
        <serial_number>S</serial_number>
        <vendor_field index='0'>a</vendor_field>
      </fields>
      <fields access='readwrite'>
      </fields>
    </capability>
    <iommuGroup number='3'>
      <address domain='0x0000' bus='0x02' slot='0x01' function='0x7'/>
    </iommuGroup>
    <numa node='1'/>
    <pci-express>
      <link validity='cap' port='0' speed='2.5' width='4'/>
      <link validity='sta' width='0'/>
    </pci-express>
  </capability>
</device>
`;
  expect(formatNodeDevice(readNodeDevice(text, { strict: true }))).toBe(text);
});

test.each([
  "<capability type='usb'><number>0</number><class>9</class><subclass>0</subclass><protocol>0</protocol></capability>",
  "<capability type='net'><interface>eth0</interface><link speed='10' state='up'/><feature name='rx'/><capability type='80203'/></capability>",
  "<capability type='scsi_target'><target>t</target><capability type='fc_remote_port'><rport>r</rport><wwpn>0x1</wwpn></capability></capability>",
  "<capability type='storage'><block>/dev/sda</block><size>1024</size><logical_block_size>512</logical_block_size><num_blocks>2</num_blocks></capability>",
  "<capability type='ccwgroup'><state>online</state><cssid>0x0</cssid><ssid>0x0</ssid><devno>0xff00</devno><members><ccw_device ref='cdev0'>ccw_0_0_ff00</ccw_device></members></capability>",
  "<capability type='ap_queue'><ap-adapter>0x07</ap-adapter><ap-domain>0x0038</ap-domain></capability>",
  "<capability type='vdpa'><chardev>/dev/vhost-vdpa-0</chardev></capability>",
])('%s survives', (capability) => {
  const text = device(capability);
  expect(formatNodeDevice(readNodeDevice(text, { strict: true })).replace(/\n\s*/g, '').replace(/"/g, "'")).toBe(text);
});

test('room for no virtual functions says nothing, in whatever digits', () => {
  for (const count of ['0', '000']) {
    const [capability] = parseNodeDevice(pci(`<capability type='virt_functions' maxCount='${count}'/>`)).capabilities;
    expect(capability).toMatchObject({ virtFunctions: { addresses: [] } });
    expect(capability).not.toHaveProperty('virtFunctions.maxCount');
  }
});

test('hexadecimal numbers are read with and without 0x', () => {
  const [capability] = parseNodeDevice(pci('<class>30000</class>')).capabilities;
  expect(capability).toMatchObject({ class: 0x30000, product: { id: 0x10ca, name: 'NIC' }, vendor: { id: 0x8086 } });
});

test('what only the host can tell is dropped from a definition', () => {
  const text = `<device><name>d</name><driver><name>x</name></driver><capability type='storage'><block>/dev/sda</block>
    <size>1024</size><num_blocks>2</num_blocks></capability></device>`;
  expect(readNodeDevice(text).driver).toBe('x');
  expect(parseNodeDevice(text)).toEqual({ name: 'd', capabilities: [{ type: 'storage', block: '/dev/sda', size: 1024 }] });
});

test('a virtual host to be made has no number, and gets its names', () => {
  const text = `<device><parent wwnn='1' wwpn='2'/><capability type='scsi_host'><capability type='fc_host'/></capability></device>`;
  const made = parseNodeDevice(text, { create: true, generateWwn: () => '5001a4a000000000' });
  expect(made).toEqual({
    name: 'new device',
    parent: { wwnn: '1', wwpn: '2' },
    capabilities: [{ type: 'scsi_host', fcHost: { wwnn: '5001a4a000000000', wwpn: '5001a4a000000000' } }],
  });
  expect(problemOf(() => parseNodeDevice(text, { create: true })).libvirtMessage).toBe(
    "internal error: no WWNN supplied for 'new device', and auto-generation failed",
  );
});

describe('libvirt\'s words for', () => {
  test.each([
    [device(''), "internal error: no device capabilities for 'd'"],
    ['<device><capability type="system"/></device>', 'missing name information'],
    [device("<capability type='system'/>"), "internal error: no system UUID supplied for 'd'"],
    [device("<capability type='pci'/>"), "internal error: no PCI domain ID supplied for 'd'"],
    [pci('<class>zz</class>'), "internal error: invalid PCI class supplied for 'd'"],
    [pci("<capability type='phys_function'/>"), "XML error: Missing address in 'phys_function' capability"],
    [pci('<capability/>'), 'XML error: Missing capability type'],
    [
      pci("<capability type='mdev_types'><type id='a'/></capability>"),
      "XML error: missing device API for mediated device type 'a'",
    ],
    [scsiHost(''), "internal error: no SCSI host ID supplied for 'd'"],
    [scsiHost("<host>1</host><capability type='z'/>"), "internal error: unknown SCSI host capability type 'z' for 'd'"],
    [device("<capability type='drm'/>"), "unsupported configuration: unknown drm type '(null)' for 'd'"],
    [
      device("<capability type='ccw'><cssid>x</cssid><ssid>0</ssid><devno>1</devno></capability>"),
      "unsupported configuration: invalid cssid value 'x' for 'd'",
    ],
    [
      "<device><name>d</name><parent wwnn='a'/><capability type='mdev'><type id='t'/></capability></device>",
      "XML error: when providing parent wwnn='a', the wwpn must also be provided",
    ],
  ])('%s', (text, message) => {
    expect(problemOf(() => parseNodeDevice(text)).libvirtMessage).toBe(message);
  });
});

test('the strict check knows what each kind of capability may hold', () => {
  const bad = pci("<capability type='vpd'><name>n</name><fields access='readonly'><asset_tag>x</asset_tag></fields></capability>");
  expect(() => readNodeDevice(bad)).not.toThrow();
  expect(problemOf(() => readNodeDevice(bad, { strict: true })).message).toContain("'asset_tag'");
});
