import { describe, expect, test } from '@jest/globals';
import { abiDifferences, parseDomain } from '../../src/index.ts';
import { failure, guest } from '../support/documents.ts';

// Short documents that name large numbers: what they would make is refused, or not made.

const diskAt = (controller: number): string =>
  guest('', `<disk><target dev='sda' bus='scsi'/><address type='drive' controller='${controller}' bus='0' target='0' unit='0'/></disk>`);

describe('controllers that addresses speak of', () => {
  test('are made up to the number', () => {
    const { controllers } = parseDomain(diskAt(30)).devices;
    expect(controllers.map(({ type, index }) => `${type} ${index}`)).toEqual(Array.from({ length: 31 }, (_, index) => `scsi ${index}`));
  });

  test('are not made by the billion', () => {
    expect(failure(() => parseDomain(diskAt(4_294_967_295)))).toMatchObject({
      code: 'VIR_ERR_CONFIG_UNSUPPORTED',
      message: expect.stringContaining('an address on scsi controller 4294967295: controllers are made up to number 4095'),
    });
  });

  test('nor for a far target name', () => {
    expect(failure(() => parseDomain(guest('', `<disk><target dev='sdzzzzzz' bus='sata'/></disk>`))).code).toBe('VIR_ERR_CONFIG_UNSUPPORTED');
  });
});

test('controllers without numbers get the lowest free ones of their type', () => {
  const { controllers } = parseDomain(
    guest('', `<controller type='scsi' index='1'/><controller type='scsi'/><controller type='sata'/><controller type='scsi'/>`),
  ).devices;
  expect(controllers.map(({ type, index }) => `${type} ${index}`).sort()).toEqual(['sata 0', 'scsi 0', 'scsi 1', 'scsi 2']);
});

test('many devices are no matter', () => {
  const many = parseDomain(guest('', `<serial type='null'/>`.repeat(150_000)), { skipValidation: true });
  expect(many.devices.serials.at(-1)?.target.port).toBe(149_999);
});

test('two guests with billions of vCPUs are compared all the same', () => {
  const wide = guest().replace('<os>', '<vcpu>4000000000</vcpu><os>');
  const domain = parseDomain(guest());
  domain.vcpu.max = 4_000_000_000;
  expect(abiDifferences(domain, domain)).toEqual([]);
  expect(failure(() => parseDomain(wide.replace('<os>', `<cputune><vcpupin vcpu='0' cpuset='0'/></cputune><os>`))).code).toMatch(/^VIR_ERR/);
});
