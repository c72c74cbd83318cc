import { expect, test } from '@jest/globals';
import {
  changedOemStrings,
  formatSysinfo,
  parseArmCpuinfo,
  parseDmidecode,
  parsePpcCpuinfo,
  parseS390Sysinfo,
  readSysinfo,
} from '../src/index.ts';

const dmi = `BIOS Information
\tVendor: Maker
\tVersion: 1.0

Memory Device
\tSize: No Module Installed
\tLocator: A

Memory Device
\tSize: 16 GB
\tLocator: B
\tBank Locator: 0
\tType: DDR4

OEM Strings
\tString 1: plain
\tString 2: odd.one
`;

test('dmidecode: sections, modules that are there, strings', () => {
  expect(changedOemStrings(dmi)).toEqual([2]);
  const found = parseDmidecode(dmi, new Map([[2, 'odd\none\n']]));
  expect(found).toEqual({
    type: 'smbios',
    bios: { vendor: 'Maker', version: '1.0' },
    memoryDevices: [{ size: '16 GB', locator: 'B', bankLocator: '0', type: 'DDR4' }],
    oemStrings: ['plain', 'odd\none'],
  });
  expect(readSysinfo(formatSysinfo(found), { strict: true })).toEqual(found);
});

test('a section ends where its labels end: a value of a later one stands in for what is missing', () => {
  expect(parseDmidecode('BIOS Information\n\tVendor: A\nSystem Information\n\tVersion: 2\n').bios).toEqual({ vendor: 'A', version: '2' });
});

test('dmidecode without output says nothing', () => {
  expect(formatSysinfo(parseDmidecode(''))).toBe("<sysinfo type='smbios'/>\n");
});

test('ARM: by model name, else by Processor, else nothing', () => {
  const cpus = 'processor\t: 0\n\nprocessor\t: 1\n';
  const processors = [
    { socketDestination: '0', type: 'ARMv7' },
    { socketDestination: '1', type: 'ARMv7' },
  ];
  expect(parseArmCpuinfo(`Processor\t: ARMv7\n${cpus}`).processors).toEqual(processors);
  expect(parseArmCpuinfo(`model name\t: ARMv7\n${cpus}`).processors).toEqual(processors);
  expect(parseArmCpuinfo(cpus)).toEqual({ type: 'smbios' });
});

test('POWER: the machine, and its processors', () => {
  expect(
    parsePpcCpuinfo('processor\t: 4\ncpu\t: POWER7\nrevision\t: 2.3\n\nplatform\t: PowerNV\nmodel\t\t: 82\nmachine\t: PowerNV 82\n'),
  ).toEqual({
    type: 'smbios',
    system: { family: 'PowerNV', serial: '82', version: 'PowerNV 82' },
    processors: [{ socketDestination: '4', type: 'POWER7', version: '2.3' }],
  });
});

test('s390: speeds are told apart by the number of the processor', () => {
  const cpuinfo = `vendor_id       : IBM/S390
processor 0: version = 00,  identification = 145F07,  machine = 2964
processor 1: version = FF,  identification = 145F07,  machine = 2964

cpu number      : 1
cpu MHz dynamic : 5000
`;
  const { system, processors } = parseS390Sysinfo('Manufacturer:  IBM\nType:  2964\nSequence Code:  01\n', cpuinfo);
  expect(system).toEqual({ manufacturer: 'IBM', family: '2964', serial: '01' });
  const common = { manufacturer: 'IBM/S390', serialNumber: '145F07', family: '2964' };
  expect(processors).toEqual([
    { ...common, version: '00' },
    { ...common, version: 'FF', maxSpeed: '5000' },
  ]);
});
