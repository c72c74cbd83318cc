import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Connection, Domain } from '@virtweave/core-api';
import { openNode, told } from './open.ts';
import { sample } from './sample.ts';

const uuid = '11111111-1111-4111-8111-111111111111';
let connection: Connection;
let domain: Domain;

beforeEach(async () => {
  connection = await openNode('<node/>');
  domain = await connection.defineXML(sample({ name: 'web', uuid }));
});
afterEach(() => connection.close());

const detail = (text: string): { detail: string } => ({ detail: text });
const withAction = (action: string): string => sample({ name: 'mail', uuid: uuid.replace('1', '2') }).replace('</os>', `</os>${action}`);

describe("libvirt's words", () => {
  test('for steps that do not fit the state', async () => {
    await expect(domain.shutdown()).rejects.toMatchObject(detail("domain 'web' not running"));
    await expect(domain.suspend()).rejects.toMatchObject(detail("domain 'web' not running"));
    await expect(domain.resume()).rejects.toMatchObject(detail("domain 'web' not paused"));
    await expect(domain.destroy()).rejects.toMatchObject({
      code: 'VIR_ERR_OPERATION_INVALID',
      detail: 'domain is not running',
    });
    await domain.start();
    await expect(domain.start()).rejects.toMatchObject({
      code: 'VIR_ERR_INTERNAL_ERROR',
      detail: "Domain 'web' is already running",
    });
    await expect(connection.createXML(sample({ name: 'web', uuid }))).rejects.toMatchObject(detail("domain 'web' is already active"));
    await expect(domain.rename('x')).rejects.toMatchObject(detail('cannot rename active domain'));
  });

  test('for CPUs and memory', async () => {
    await expect(domain.setVcpus(3, { config: true })).rejects.toMatchObject(detail('requested cpu amount exceeds maximum (3 > 2)'));
    await expect(domain.setVcpus(33, { config: true, maximum: true })).rejects.toMatchObject(
      detail('requested cpu amount exceeds maximum supported amount (33 > 32)'),
    );
    await expect(domain.setVcpus(2, { maximum: true })).rejects.toMatchObject(
      detail("Flag 'VIR_DOMAIN_AFFECT_CONFIG' is required by flag 'VIR_DOMAIN_VCPU_MAXIMUM'"),
    );
    await expect(domain.setMemory(2 ** 40)).rejects.toMatchObject(detail('cannot set memory higher than max memory'));
    await domain.start();
    await expect(domain.setMemory(2 ** 40, { maximum: true })).rejects.toMatchObject(
      detail('cannot resize the maximum memory on an active domain'),
    );
    await expect(domain.setMemory(1024, { live: true, config: true })).rejects.toMatchObject(
      detail("Flags 'VIR_DOMAIN_AFFECT_LIVE' and 'VIR_DOMAIN_AFFECT_CONFIG' are mutually exclusive"),
    );
  });

  test('for flags that are not known', async () => {
    await expect(domain.shutdown({ acpi: true })).rejects.toMatchObject(
      detail('unsupported flags (0x1) in function testDomainShutdownFlags'),
    );
  });
});

describe('what a guest does at its end', () => {
  test.each([['restart'], ['rename-restart']])('on_poweroff %s: it runs on', async (action) => {
    const mail = await connection.createXML(withAction(`<on_poweroff>${action}</on_poweroff>`));
    await mail.shutdown();
    expect(await mail.state()).toEqual({ state: 'running', reason: 'booted' });
  });

  test('on_reboot destroy: it stops', async () => {
    const mail = await connection.createXML(withAction('<on_reboot>destroy</on_reboot>'));
    const events = mail.events();
    await mail.reboot();
    expect(await told(events, 1)).toEqual(['stopped shutdown']);
    await expect(mail.state()).rejects.toMatchObject({ code: 'VIR_ERR_NO_DOMAIN' });
  });

  test('a paused guest that is reset runs', async () => {
    await domain.start({ paused: true });
    await domain.reset();
    expect((await domain.state()).state).toBe('running');
  });
});

test('interfaces get names of their own', async () => {
  const xml = sample({ name: 'web', uuid }).replace(
    '</os>',
    `</os><devices><interface type='bridge'><source bridge='b'/><target dev='testnet0'/></interface>
     <interface type='bridge'><source bridge='b'/></interface></devices>`,
  );
  const document = await (await connection.defineXML(xml)).xml();
  expect([...document.matchAll(/<target dev='(\w+)'/g)].map(([, name]) => name)).toEqual(['testnet0', 'testnet1']);
});

test('a running guest that is tainted or deprecated says so', async () => {
  const xml = sample({ name: 'web', uuid }).replace(
    '</os>',
    `</os><cpu mode='custom'><model>Deprecated-Test</model></cpu>
     <devices><interface type='bridge'><source bridge='b'/><script path='up'/></interface></devices>`,
  );
  domain = await connection.defineXML(xml);
  expect(await domain.messages()).toEqual([]);
  await domain.start();
  expect(await domain.messages()).toEqual([
    'tainted: network configuration using opaque shell scripts',
    'tainted: use of deprecated configuration settings',
    'deprecated configuration: CPU model Deprecated-Test',
  ]);
  expect(await domain.messages({ flags: 1 })).toEqual(['deprecated configuration: CPU model Deprecated-Test']);
});

test('CPUs are pinned', async () => {
  await domain.start();
  const { hypervisor } = connection.families;
  await hypervisor.domainPinVcpuFlags(domain.ref, 1, Uint8Array.of(0b101, 0), 1, {});
  const infos = await hypervisor.domainGetVcpus(domain.ref, {});
  expect(infos.map(({ number, cpu, cpumap }) => [number, cpu, [...cpumap]])).toEqual([[0, 15, [255, 255]], [1, 2, [5, 0]]]);
  expect(await domain.xml()).toContain("<vcpupin vcpu='1' cpuset='0,2'/>");
  await expect(hypervisor.domainPinVcpuFlags(domain.ref, 7, Uint8Array.of(1), 1, {})).rejects.toMatchObject(
    detail("requested vcpu '7' is not present in the domain"),
  );
});
