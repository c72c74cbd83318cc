import { expect, test } from '@jest/globals';
import { bhyveDomainCapabilities, emptyDomainCapabilities, formatDomainCapabilities, xenDomainCapabilities } from '../../src/index.ts';

const guest = { domain: 'xen', arch: 'x86_64', machine: 'xenfv' } as const;

test('what a driver does not tell is absent, but for what every document has', () => {
  const { devices, cpu, features } = emptyDomainCapabilities(guest);
  expect(devices).toEqual({});
  expect(Object.values(cpu)).toEqual(Array(4).fill({ supported: false }));
  expect(Object.keys(features)).toEqual(['sev', 'sgx']);
});

test('only fully virtualized guests of Xen boot from firmware', () => {
  expect(xenDomainCapabilities(guest, ['/a']).os?.loader?.values).toEqual(['/a']);
  const { os, maxVcpus } = xenDomainCapabilities({ ...guest, machine: 'xenpv' }, ['/a']);
  expect([os, maxVcpus]).toEqual([{ supported: true }, 512]);
});

test('bhyve without its options has neither firmware nor a screen', () => {
  const { os, devices } = bhyveDomainCapabilities({ domain: 'bhyve', arch: 'x86_64' }, { bootrom: false, framebuffer: false, firmwares: ['/a'] });
  expect([os?.loader, devices.graphics, devices.video]).toEqual([{ supported: false, values: [] }, { supported: false }, { supported: false }]);
  const full = bhyveDomainCapabilities({ domain: 'bhyve', arch: 'x86_64' }, { bootrom: true, framebuffer: true, firmwares: ['/a'] });
  expect(formatDomainCapabilities(full)).toContain('<value>gop</value>');
});
