import { describe, expect, test } from '@jest/globals';
import { formatCpu, parseCpu, readCpu } from '../src/index.ts';
import { problemOf } from './problem-of.ts';

const host = `<cpu>
  <arch>x86_64</arch>
  <features>
    <pae/>
    <nonpae/>
  </features>
  <model>Nehalem</model>
  <vendor>Intel</vendor>
  <microcode version='16777317'/>
  <signature family='26' model='2' stepping='1'/>
  <counter name='tsc' frequency='2596122000' scaling='no'/>
  <topology sockets='1' dies='1' cores='2' threads='1'/>
  <cache level='3' mode='emulate'/>
  <maxphysaddr mode='emulate' bits='48'/>
  <feature name='aes'/>
  <pages unit='KiB' size='4'/>
  <pages unit='KiB' size='2048'/>
</cpu>
`;

const guest = `<cpu mode='custom' match='exact' check='partial'>
  <model fallback='forbid' vendor_id='KVMKVMKVMKVM'>Nehalem</model>
  <feature policy='disable' name='aes'/>
  <numa>
    <cell id='0' cpus='0-1' memory='1024' unit='KiB'/>
  </numa>
</cpu>
`;

describe('a CPU', () => {
  test('of a host', () => {
    const cpu = readCpu(host, { strict: true });
    expect(cpu).toMatchObject({
      arch: 'x86_64',
      archFeatures: ['pae', 'nonpae'],
      model: { name: 'Nehalem' },
      microcodeVersion: 16777317,
      signature: { family: 26, model: 2, stepping: 1 },
      counters: [{ name: 'tsc', frequency: 2596122000, scaling: false }],
      maxphysaddr: { mode: 'emulate', bits: 48 },
      features: [{ name: 'aes' }],
      pageSizes: [4, 2048],
    });
    expect(formatCpu(cpu)).toBe(host);
  });

  test('of a guest', () => {
    const cpu = readCpu(guest, { strict: true });
    expect(cpu.model).toEqual({ name: 'Nehalem', fallback: 'forbid', vendorId: 'KVMKVMKVMKVM' });
    expect(formatCpu(cpu)).toBe(guest);
  });
});

describe('a CPU that a call is given', () => {
  test("is a guest's without architecture, and gets the defaults", () => {
    expect(parseCpu("<cpu><model>Nehalem</model><feature name='aes'/></cpu>")).toEqual({
      mode: 'custom',
      match: 'exact',
      model: { name: 'Nehalem', fallback: 'allow' },
      features: [{ name: 'aes', policy: 'require' }],
    });
  });

  test("is a host's with architecture; what only guests have means nothing", () => {
    expect(parseCpu("<cpu check='full'><arch>ppc64</arch><model fallback='allow'>POWER8</model><feature policy='force' name='x'/></cpu>")).toEqual({
      arch: 'ppc64',
      model: { name: 'POWER8' },
      features: [{ name: 'x' }],
    });
  });

  test.each([
    ['<cpu><model>a</model></cpu>', 'host', 'VIR_ERR_XML_ERROR', 'Missing CPU architecture'],
    ['<cpu><arch>foo</arch><model>a</model></cpu>', undefined, 'VIR_ERR_CONFIG_UNSUPPORTED', 'Unknown architecture foo'],
    ['<cpu><arch>x86_64</arch><vendor>Intel</vendor></cpu>', undefined, 'VIR_ERR_XML_ERROR', 'Missing CPU model name'],
    [
      "<cpu mode='custom'><arch>x86_64</arch><model>a</model></cpu>",
      undefined,
      'VIR_ERR_CONFIG_UNSUPPORTED',
      'Attribute mode is only allowed for guest CPU',
    ],
    [
      "<cpu match='exact'><arch>x86_64</arch><model>a</model></cpu>",
      undefined,
      'VIR_ERR_XML_ERROR',
      "'arch' element cannot be used inside 'cpu' element with 'match' attribute'",
    ],
    ['<cpu><vendor>Intel</vendor></cpu>', 'guest', 'VIR_ERR_XML_ERROR', 'CPU vendor specified without CPU model'],
    [
      "<cpu><arch>x86_64</arch><model>a</model><feature name='b'/><feature name='b'/></cpu>",
      undefined,
      'VIR_ERR_XML_ERROR',
      "CPU feature 'b' specified more than once",
    ],
    [
      "<cpu><arch>x86_64</arch><model>a</model><microcode version='x'/></cpu>",
      undefined,
      'VIR_ERR_CONFIG_UNSUPPORTED',
      'invalid microcode version',
    ],
    [
      "<cpu><arch>x86_64</arch><model>a</model><counter name='tsc'/></cpu>",
      undefined,
      'VIR_ERR_XML_ERROR',
      "Missing required attribute 'frequency' in element 'counter'",
    ],
  ] as const)("is refused in libvirt's words: %s", (xml, of, code, words) => {
    const error = problemOf(() => parseCpu(xml, of === undefined ? {} : { of }));
    expect({ code: error.code, detail: error.detail }).toEqual({ code, detail: words });
    expect(error.domain).toMatch(/^VIR_FROM_(CPU|DOMAIN)$/);
  });
});
