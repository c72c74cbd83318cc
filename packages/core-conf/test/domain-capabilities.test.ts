import { describe, expect, test } from '@jest/globals';
import { formatDomainCapabilities, fromXML, readDomainCapabilities } from '../src/index.ts';
import { problemOf } from './problem-of.ts';

const document = `<domainCapabilities>
  <path>/usr/bin/qemu-system-x86_64</path>
  <domain>kvm</domain>
  <machine>pc-q35-9.2</machine>
  <arch>x86_64</arch>
  <vcpu max='4096'/>
  <iothreads supported='yes'/>
  <os supported='yes'>
    <enum name='firmware'>
      <value>efi</value>
    </enum>
    <loader supported='yes'>
      <value>/firmware/code.fd</value>
      <enum name='type'>
        <value>rom</value>
        <value>pflash</value>
      </enum>
    </loader>
  </os>
  <cpu>
    <mode name='host-passthrough' supported='yes'>
      <enum name='hostPassthroughMigratable'>
        <value>on</value>
        <value>off</value>
      </enum>
    </mode>
    <mode name='maximum' supported='no'/>
    <mode name='host-model' supported='yes'>
      <model fallback='forbid'>Denverton</model>
      <vendor>Intel</vendor>
      <maxphysaddr mode='passthrough' limit='46'/>
      <feature policy='require' name='ss'/>
      <feature policy='disable' name='mpx'/>
    </mode>
    <mode name='custom' supported='yes'>
      <model usable='no' deprecated='yes' vendor='Intel' canonical='Denverton-v1'>Denverton</model>
      <blockers model='Denverton'>
        <feature name='mpx'/>
      </blockers>
      <model usable='yes' vendor='unknown'>qemu64</model>
    </mode>
  </cpu>
  <memoryBacking supported='yes'>
    <enum name='sourceType'/>
  </memoryBacking>
  <devices>
    <disk supported='yes'>
      <enum name='diskDevice'>
        <value>disk</value>
      </enum>
      <enum name='model'/>
    </disk>
    <hostdev supported='no'/>
  </devices>
  <features>
    <gic supported='no'/>
    <async-teardown supported='yes'/>
    <tdx supported='no'/>
    <sev supported='yes'>
      <cbitpos>51</cbitpos>
      <cpu0Id>bm9ib2R5</cpu0Id>
    </sev>
    <sgx supported='yes'>
      <flc>no</flc>
      <section_size unit='KiB'>524288</section_size>
      <sections>
        <section node='0' size='262144' unit='KiB'/>
      </sections>
    </sgx>
    <hyperv supported='yes'>
      <enum name='features'>
        <value>relaxed</value>
      </enum>
      <defaults>
        <spinlocks>4095</spinlocks>
        <stimer_direct>on</stimer_direct>
        <vendor_id>Linux KVM Hv</vendor_id>
      </defaults>
    </hyperv>
    <launchSecurity supported='yes'>
      <enum name='sectype'>
        <value>sev</value>
      </enum>
    </launchSecurity>
  </features>
</domainCapabilities>
`;

describe('domain capabilities', () => {
  test('are read', () => {
    const { cpu, devices, features, maxVcpus, memoryBacking, os } = readDomainCapabilities(document, { strict: true });
    expect(maxVcpus).toBe(4096);
    expect(os).toEqual({
      supported: true,
      firmware: ['efi'],
      loader: { supported: true, values: ['/firmware/code.fd'], type: ['rom', 'pflash'] },
    });
    expect(cpu.hostPassthrough).toEqual({ supported: true, hostPassthroughMigratable: ['on', 'off'] });
    expect(cpu.maximum).toEqual({ supported: false });
    expect(cpu.hostModel).toMatchObject({ model: { name: 'Denverton', fallback: 'forbid' }, maxphysaddr: { limit: 46 } });
    expect(cpu.custom?.models).toEqual([
      { name: 'Denverton', usable: 'no', deprecated: true, vendor: 'Intel', canonical: 'Denverton-v1', blockers: ['mpx'] },
      { name: 'qemu64', usable: 'yes', vendor: 'unknown' },
    ]);
    expect(memoryBacking).toEqual({ supported: true, sourceType: [] });
    expect(devices).toEqual({ disk: { supported: true, diskDevice: ['disk'], model: [] }, hostdev: { supported: false } });
    expect(features).toMatchObject({
      gic: { supported: false },
      asyncTeardown: true,
      tdx: false,
      sev: { supported: true, cbitpos: 51 },
      sgx: { flc: false, sectionSize: 524288, sections: [{ node: 0, size: 262144 }] },
      hyperv: { defaults: { spinlocks: 4095, stimerDirect: true, vendorId: 'Linux KVM Hv' } },
    });
  });

  test('are written as they were read', () => {
    expect(formatDomainCapabilities(readDomainCapabilities(document))).toBe(document);
  });

  test('of a driver that tells nothing', () => {
    const nothing = { domain: 'test', arch: 'i686', cpu: {}, devices: {}, features: {} } as const;
    const xml = `<domainCapabilities>
  <domain>test</domain>
  <arch>i686</arch>
  <cpu>
  </cpu>
  <devices>
  </devices>
  <features>
  </features>
</domainCapabilities>
`;
    expect(formatDomainCapabilities(nothing)).toBe(xml);
    expect(readDomainCapabilities(xml)).toEqual(nothing);
  });

  test.each([
    ['<domainCapabilities><arch>x</arch></domainCapabilities>', /missing element 'domain'/],
    ['<domainCapabilities><domain>kvm</domain><arch>x</arch><devices><disk/></devices></domainCapabilities>', /'supported'/],
    ['<domainCapabilities><domain>kvm</domain><arch>x</arch><devices><disc/></devices></domainCapabilities>', /did you mean.*disk/],
    ['<domainCapabilities><domain>kvm</domain><arch>x</arch><os supported="yes"><enum nam="x"/></os></domainCapabilities>', /'nam'/],
  ])('that are wrong are refused: %s', (xml, words) => {
    expect(problemOf(() => fromXML('domain-capabilities', xml, { strict: true })).detail).toMatch(words);
  });
});
