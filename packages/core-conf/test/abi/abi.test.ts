import { expect, test } from '@jest/globals';
import { abiDifferences, checkAbiStability, parseDomain } from '../../src/index.ts';
import { failure } from '../support/documents.ts';

const base = `<domain type='test'><name>g</name><uuid>c7a5fdbd-edaf-9455-926a-d65c16db1809</uuid>
<maxMemory slots='2' unit='KiB'>4194304</maxMemory><memory unit='KiB'>1048576</memory><vcpu current='2'>4</vcpu>
<os><type arch='i686'>hvm</type></os>
<features><acpi/><pmu state='on'/><hyperv><relaxed state='on'/><spinlocks state='on' retries='8191'/></hyperv>
<kvm><hidden state='on'/></kvm><gic version='2'/></features>
<cpu mode='custom' match='exact'><model>m</model><topology sockets='2' cores='2' threads='1'/><feature policy='require' name='a'/>
<numa><cell id='0' cpus='0-1' memory='524288'/><cell id='1' cpus='2-3' memory='524288'/></numa></cpu>
<clock offset='utc'><timer name='tsc' frequency='100' mode='native'/><timer name='hpet' present='no'/></clock>
<devices>
<disk type='file'><driver name='q' queues='2'/><source file='/a'/><target dev='vda' bus='virtio'/><serial>s1</serial>
<address type='pci' domain='0' bus='0' slot='5' function='0'/></disk>
<disk type='file'><source file='/b'/><target dev='sda' bus='scsi'/><address type='drive' controller='0' bus='0' target='0' unit='3'/></disk>
<controller type='virtio-serial' index='0' ports='4'/><controller type='scsi' index='0' model='virtio-scsi'/>
<interface type='user'><mac address='52:54:00:11:22:33'/><model type='virtio'/><mtu size='1400'/></interface>
<serial type='null'><target port='0'/></serial><channel type='null'><target type='virtio' name='c1'/></channel>
<input type='tablet' bus='usb'/><video><model type='qxl' ram='65536' vram='65536' vgamem='16384' heads='1'/></video>
<watchdog model='ib700' action='reset'/><memballoon model='virtio' autodeflate='on'/>
<redirdev bus='usb' type='null'/><redirfilter><usbdev class='0x08' allow='yes'/></redirfilter>
<shmem name='sh'><model type='ivshmem'/><size unit='M'>4</size></shmem>
<tpm model='tpm-tis'><backend type='passthrough'><device path='/dev/tpm0'/></backend></tpm>
<memory model='dimm'><target><size unit='KiB'>524288</size><node>0</node></target><address type='dimm' slot='0'/></memory>
<vsock model='virtio'><cid auto='yes'/></vsock></devices></domain>`;

const parse = (xml: string) => parseDomain(xml, { skipValidation: true });
const source = parse(base);
const changed = (from: string, to: string) => {
  if (!base.includes(from)) throw new Error(`nothing to change: ${from}`);
  return parse(base.replace(from, to));
};

test('a guest is like itself', () => {
  expect(abiDifferences(source, parse(base))).toEqual([]);
  checkAbiStability(source, source);
});

test('what the guest cannot see may differ', () => {
  for (const [from, to] of [[`file='/a'`, `file='/c'`], [`action='reset'`, `action='pause'`], [`match='exact'`, `match='strict'`], ['52:54:00:11:22:33', '52:54:00:11:22:33']] as const)
    expect(abiDifferences(source, changed(from, to))).toEqual([]);
});

test.each([
  ['<name>g<', '<name>h<', "Target domain name 'h' does not match source 'g'"],
  ['1048576</memory>', '2097152</memory>', 'Target domain max memory 1572864 does not match source 524288'],
  [`slots='2'`, `slots='3'`, "Target domain memory slots count '3' doesn't match source '2'"],
  [`current='2'`, `current='1'`, "State of vCPU '1' differs between source and destination definitions"],
  ['<acpi/>', '', "State of feature 'acpi' differs: source: 'on', destination: 'default'"],
  [`<pmu state='on'/>`, `<pmu state='off'/>`, "State of feature 'pmu' differs: source: 'on', destination: 'off'"],
  [`retries='8191'`, `retries='4096'`, "HyperV spinlock retry count differs: source: '8191', destination: '4096'"],
  [`<relaxed state='on'/>`, `<relaxed state='off'/>`, "State of HyperV enlightenment feature 'relaxed' differs: source: 'on', destination: 'off'"],
  [`<hidden state='on'/>`, `<hidden state='off'/>`, "State of KVM feature 'hidden' differs: source: 'on', destination: 'off'"],
  [`<gic version='2'/>`, '', "State of feature 'gic' differs: source: 'on,version=2', destination: 'default,version=none'"],
  ['<features>', '<features><apic/>', "State of feature 'apic' differs: source: 'default,eoi=default', destination: 'on,eoi=default'"],
  ['<model>m<', '<model>n<', 'Target CPU model n does not match source m'],
  [`sockets='2' cores='2'`, `sockets='1' cores='4'`, 'Target CPU sockets 1 does not match source 2'],
  [`<feature policy='require' name='a'/>`, '', 'Target CPU feature count 0 does not match source 1'],
  [`match='exact'`, `match='exact' check='partial'`, 'Target CPU check partial does not match source default'],
  [`cpus='0-1' memory='524288'`, `cpus='0-1' memory='262144'`, "Size of target NUMA node 0 (262144) doesn't match source (524288)"],
  [`frequency='100'`, `frequency='200'`, 'Target TSC frequency 200 does not match source 100'],
  [`present='no'`, `present='yes'`, "Target timer presence 'yes' does not match source 'no'"],
  ['<serial>s1</serial>', '', 'Target disk serial <null> does not match source s1'],
  ['<serial>s1</serial>', '<serial>s1</serial><readonly/>', 'Target disk access mode does not match source'],
  [`slot='5'`, `slot='6'`, 'Target device PCI address 0000:00:06.0 does not match source 0000:00:05.0'],
  [`unit='3'`, `unit='4'`, 'Target device drive address 0:0:4 does not match source 0:0:3'],
  [`ports='4'`, `vectors='2'`, 'Target controller ports -1 does not match source 4'],
  ['22:33', '22:34', 'Target network card mac 52:54:00:11:22:34 does not match source 52:54:00:11:22:33'],
  [`<mtu size='1400'/>`, '', 'Target network card MTU 0 does not match source 1400'],
  [`<target port='0'/></serial>`, `<target port='0' type='usb-serial'/></serial>`, 'Target serial type usb-serial does not match source none'],
  [`name='c1'`, `name='c2'`, 'Target channel name c2 does not match source c1'],
  [`vgamem='16384'`, `vgamem='8192'`, 'Target video card vgamem 8192 does not match source 16384'],
  [` autodeflate='on'`, '', "Target balloon autodeflate attribute value 'default' does not match source 'on'"],
  [`class='0x08'`, `class='0x09'`, 'Target USB Class code does not match source'],
  [`type='null'/><redirfilter`, `type='pty'/><redirfilter`, 'Target redirected device source type pty does not match source device source type null'],
  [`<size unit='M'>4`, `<size unit='M'>8`, "Target shared memory size '8388608' does not match source size '4194304'"],
  ['tpm-tis', 'tpm-crb', "Target TPM device model doesn't match source"],
  ['<node>0', '<node>1', "Target memory device targetNode '1' doesn't match source targetNode '0'"],
  [`type='dimm' slot='0'`, `type='dimm' slot='1'`, 'Target device dimm slot 1 does not match source 0'],
  [`<vsock model='virtio'><cid auto='yes'/></vsock>`, '', 'Target domain vsock device count does not match source'],
])('%s -> %s', (from, to, detail) => {
  const target = changed(from, to);
  expect(abiDifferences(source, target)[0]).toBe(detail);
  expect(failure(() => checkAbiStability(source, target))).toMatchObject({ code: 'VIR_ERR_CONFIG_UNSUPPORTED', detail });
});

test('current memory may be left out', () => {
  const target = changed('1048576</memory>', '1048576</memory><currentMemory>1000</currentMemory>');
  expect(abiDifferences(source, target)).toEqual(['Target domain current memory 1000 does not match source 1048576']);
  expect(abiDifferences(source, target, { skipVolatile: true })).toEqual([]);
});
