import { describe, expect, test } from '@jest/globals';
import { formatCapabilities, fromXML, readCapabilities } from '../../src/index.ts';
import { problemOf } from '../problem-of.ts';

const document = `<capabilities>

  <host>
    <uuid>4dea22b3-1d52-d8f3-2516-782e98ab3fa0</uuid>
    <cpu>
      <arch>x86_64</arch>
      <model>Denverton</model>
      <feature name='aes'/>
      <pages unit='KiB' size='4'/>
    </cpu>
    <power_management>
      <suspend_mem/>
      <suspend_disk/>
    </power_management>
    <iommu support='yes'/>
    <migration_features>
      <live/>
      <uri_transports>
        <uri_transport>tcp</uri_transport>
      </uri_transports>
    </migration_features>
    <netprefix>vif</netprefix>
    <topology>
      <cells num='1'>
        <cell id='0'>
          <memory unit='KiB'>2097152</memory>
          <pages unit='KiB' size='4'>524288</pages>
          <distances>
            <sibling id='0' value='10'/>
          </distances>
          <cache level='1' associativity='direct' policy='writeback'>
            <size value='8' unit='KiB'/>
            <line value='5' unit='B'/>
          </cache>
          <cpus num='2'>
            <cpu id='0' socket_id='0' die_id='0' cluster_id='0' core_id='0' siblings='0-1'/>
            <cpu id='1'/>
          </cpus>
        </cell>
      </cells>
      <interconnects>
        <latency initiator='0' target='0' type='access' value='95'/>
      </interconnects>
    </topology>
    <cache>
      <bank id='0' level='3' type='both' size='15' unit='MiB' cpus='0-5'>
        <control granularity='768' min='1536' unit='KiB' type='both' maxAllocs='4'/>
      </bank>
      <monitor level='3' reuseThreshold='270336' maxMonitors='176'>
        <feature name='llc_occupancy'/>
      </monitor>
    </cache>
    <memory_bandwidth>
      <node id='0' cpus='0-5'>
        <control granularity='10' min='10' maxAllocs='4'/>
      </node>
    </memory_bandwidth>
    <secmodel>
      <model>dac</model>
      <doi>0</doi>
      <baselabel type='kvm'>+107:+107</baselabel>
    </secmodel>
    <secmodel>
      <model>testSecurity</model>
      <doi></doi>
    </secmodel>
  </host>

  <guest>
    <os_type>hvm</os_type>
    <arch name='x86_64'>
      <wordsize>64</wordsize>
      <emulator>/usr/bin/qemu-system-x86_64</emulator>
      <machine canonical='pc-i440fx-9.2' maxCpus='255'>pc</machine>
      <machine maxCpus='255' deprecated='yes'>pc-i440fx-1.4</machine>
      <domain type='qemu'/>
      <domain type='kvm'>
        <emulator>/usr/bin/kvm</emulator>
        <machine>pc</machine>
      </domain>
    </arch>
    <features>
      <acpi default='on' toggle='yes'/>
      <cpuselection/>
    </features>
  </guest>

</capabilities>
`;

describe('the capabilities of a driver', () => {
  test('are read', () => {
    const { host, guests } = readCapabilities(document, { strict: true });
    expect(host).toMatchObject({
      cpu: { arch: 'x86_64', model: { name: 'Denverton' }, pageSizes: [4] },
      powerManagement: ['suspend_mem', 'suspend_disk'],
      iommu: true,
      migration: { live: true, transports: ['tcp'] },
      topology: { cells: [{ memory: 2097152, pages: [{ size: 4, count: 524288 }], cpus: [{ siblings: '0-1' }, { id: 1 }] }] },
      cache: { banks: [{ size: 15 * 1024 * 1024, controls: [{ granularity: 786432, min: 1572864 }] }] },
    });
    expect(host.securityModels[1]).toEqual({ model: 'testSecurity', doi: '' });
    expect(guests).toEqual([
      {
        osType: 'hvm',
        arch: {
          name: 'x86_64',
          wordSize: 64,
          emulator: '/usr/bin/qemu-system-x86_64',
          machines: [
            { name: 'pc', canonical: 'pc-i440fx-9.2', maxCpus: 255 },
            { name: 'pc-i440fx-1.4', maxCpus: 255, deprecated: true },
          ],
          domains: [
            { type: 'qemu', machines: [] },
            { type: 'kvm', emulator: '/usr/bin/kvm', machines: [{ name: 'pc' }] },
          ],
        },
        features: [{ name: 'acpi', default: true, toggle: true }, { name: 'cpuselection' }],
      },
    ]);
  });

  test('are written as they were read', () => {
    expect(formatCapabilities(readCapabilities(document))).toBe(document);
  });

  test.each([
    ['<capabilities/>', /missing element 'host'/],
    ['<capabilities><host/></capabilities>', /missing element 'cpu'/],
    ['<capabilities><host><cpu><arch>x</arch></cpu><topologie/></host></capabilities>', /did you mean.*topology/],
    ["<capabilities><host><cpu><arch>x</arch></cpu></host><guest><os_type>hvm</os_type><arch name='a'/></guest></capabilities>", /wordsize/],
  ])('that are wrong are refused: %s', (xml, words) => {
    expect(problemOf(() => fromXML('capabilities', xml, { strict: true })).detail).toMatch(words);
  });
});
