import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { formatDomainCapabilities, fromXML, readDomainCapabilities } from '../src/index.ts';
import { problemOf } from './problem-of.ts';

const document = readFileSync(new URL('./documents/domain-capabilities.xml', import.meta.url), 'utf8');

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
