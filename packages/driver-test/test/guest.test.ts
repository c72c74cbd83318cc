import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Connection, Domain } from '@virtweave/core-api';
import { openDefault } from './open.ts';

let connection: Connection;
let hypervisor: Connection['families']['hypervisor'];
let domain: Domain;

beforeEach(async () => {
  connection = await openDefault();
  ({ hypervisor } = connection.families);
  domain = await connection.lookupByName('test');
});
afterEach(() => connection.close());

const refused = (code: string, detail: string): { code: string; detail: string } => ({ code, detail });

describe('the agent', () => {
  test('freezes and thaws what is mounted', async () => {
    const { ref } = domain;
    expect([await hypervisor.domainFSFreeze(ref, [], 0), await hypervisor.domainFSFreeze(ref, ['/'], 0)]).toEqual([2, 0]);
    expect([await hypervisor.domainFSThaw(ref, ['/boot'], 0), await hypervisor.domainFSThaw(ref, [], 0)]).toEqual([1, 1]);
    await expect(hypervisor.domainFSFreeze(ref, ['/nx'], 0)).rejects.toMatchObject(
      refused('VIR_ERR_OPERATION_INVALID', 'mount point not found: /nx'),
    );
    expect(await hypervisor.domainGetFSInfo(ref, 0)).toEqual([
      { mountpoint: '/', name: 'vda1', fstype: 'ext4', devAliases: ['vda'] },
      { mountpoint: '/boot', name: 'vda2', fstype: 'ext4', devAliases: ['vda'] },
    ]);
  });

  test('knows name and time, while the guest runs', async () => {
    expect(await hypervisor.domainGetHostname(domain.ref, 0)).toBe('testhost');
    expect(await hypervisor.domainGetTime(domain.ref, 0)).toEqual({ seconds: 627319920n, nseconds: 0 });
    await hypervisor.domainSetUserPassword(domain.ref, 'root', 'x', 0);
    await domain.destroy();
    await expect(hypervisor.domainGetHostname(domain.ref, 0)).rejects.toMatchObject({ detail: 'domain is not running' });
  });
});

test('keys, signals and pictures', async () => {
  await hypervisor.domainSendKey(domain.ref, 0, 10, [1], 0);
  await expect(hypervisor.domainSendKey(domain.ref, 0, 10, [800], 0)).rejects.toMatchObject(
    refused('VIR_ERR_INTERNAL_ERROR', 'invalid keycode 800 of linux codeset'),
  );
  await hypervisor.domainSendProcessSignal(domain.ref, 1n, 15, 0);
  await expect(hypervisor.domainSendProcessSignal(domain.ref, 2n, 15, 0)).rejects.toMatchObject({
    detail: 'only sending a signal to pid 1 is supported',
  });
  expect((await hypervisor.domainScreenshot(domain.ref, 0, 0)).mime).toBe('image/png');
});

test('what a guest does at its end is changed', async () => {
  await hypervisor.domainSetLifecycleAction(domain.ref, 0, 1, 0);
  expect(await domain.xml()).toContain('<on_poweroff>restart</on_poweroff>');
  await expect(hypervisor.domainSetLifecycleAction(domain.ref, 0, 9, 0)).rejects.toMatchObject({
    code: 'VIR_ERR_INVALID_ARG',
  });
  await expect(hypervisor.domainSetLifecycleAction(domain.ref, 0, 4, 0)).rejects.toMatchObject(
    refused('VIR_ERR_CONFIG_UNSUPPORTED', "Lifecycle event 'poweroff' doesn't support 'coredump-destroy' action"),
  );
});

describe('devices', () => {
  const disk = (dev: string, file: string): string =>
    `<disk type='file' device='disk'><source file='${file}'/><target dev='${dev}' bus='virtio'/></disk>`;

  test('are plugged in, changed and plugged out, in what runs and what is defined apart', async () => {
    const { ref } = domain;
    await hypervisor.domainAttachDeviceFlags(ref, disk('vdb', '/b'), 1);
    await hypervisor.domainAttachDeviceFlags(ref, disk('vdc', '/c'), 2);
    expect(await domain.xml()).toContain("<target dev='vdb'");
    expect(await domain.xml()).not.toContain("<target dev='vdc'");
    expect(await domain.xml({ inactive: true })).toContain("<target dev='vdc'");
    await hypervisor.domainUpdateDeviceFlags(ref, disk('vdb', '/changed'), 1);
    expect(await domain.xml()).toContain("<source file='/changed'/>");
    await hypervisor.domainDetachDeviceFlags(ref, disk('vdb', '/any'), 1);
    expect(await domain.xml()).not.toContain("<target dev='vdb'");
    expect(await domain.xml()).toContain("<target dev='vda'");
  });

  test('that are there, or are not, are refused', async () => {
    await expect(hypervisor.domainAttachDeviceFlags(domain.ref, disk('vda', '/b'), 0)).rejects.toMatchObject(
      refused('VIR_ERR_OPERATION_FAILED', 'target vda already exists'),
    );
    await expect(hypervisor.domainDetachDeviceFlags(domain.ref, disk('vdz', '/b'), 0)).rejects.toMatchObject({
      code: 'VIR_ERR_DEVICE_MISSING',
    });
    await expect(hypervisor.domainDetachDeviceAlias(domain.ref, 'ua-x', 0)).rejects.toMatchObject(
      refused('VIR_ERR_DEVICE_MISSING', 'no device found with alias ua-x'),
    );
  });

  test('are plugged out by alias, or by what they are', async () => {
    const { ref } = domain;
    await hypervisor.domainAttachDeviceFlags(ref, "<rng model='virtio'><backend model='random'>/dev/random</backend><alias name='ua-r'/></rng>", 2);
    expect(await domain.xml({ inactive: true })).toContain('ua-r');
    await hypervisor.domainDetachDeviceAlias(ref, 'ua-r', 2);
    expect(await domain.xml({ inactive: true })).not.toContain('<rng');
    const watchdog = "<watchdog model='ib700' action='reset'/>";
    await hypervisor.domainAttachDeviceFlags(ref, watchdog, 2);
    await hypervisor.domainDetachDeviceFlags(ref, watchdog, 2);
    expect(await domain.xml({ inactive: true })).not.toContain('watchdog');
  });
});

test('checkpoints follow each other, and are listed and deleted', async () => {
  const { ref } = domain;
  const xml = (name: string): string => `<domaincheckpoint><name>${name}</name></domaincheckpoint>`;
  const a = await hypervisor.domainCheckpointCreateXML(ref, xml('a'), 0);
  const b = await hypervisor.domainCheckpointCreateXML(ref, xml('b'), 0);
  expect((await hypervisor.domainCheckpointGetParent(b, 0)).name).toBe('a');
  expect((await hypervisor.domainListAllCheckpoints(ref, 1)).map(({ name }) => name)).toEqual(['a']);
  expect((await hypervisor.domainCheckpointListAllChildren(a, 0)).map(({ name }) => name)).toEqual(['b']);
  expect(await hypervisor.domainCheckpointGetXMLDesc(a, 2)).toContain("<disk name='vda' checkpoint='bitmap' bitmap='a'/>");
  await expect(hypervisor.domainCheckpointLookupByName(ref, 'x', 0)).rejects.toMatchObject({
    code: 'VIR_ERR_NO_DOMAIN_CHECKPOINT',
  });
  await hypervisor.domainCheckpointDelete(a, 1);
  expect(await hypervisor.domainListAllCheckpoints(ref, 0)).toEqual([]);
  await domain.destroy();
  await expect(hypervisor.domainCheckpointCreateXML(ref, xml('c'), 0)).rejects.toMatchObject(
    refused('VIR_ERR_OPERATION_UNSUPPORTED', 'cannot create checkpoint for inactive domain'),
  );
});

test('the host says what it can do', async () => {
  const xml = await hypervisor.connectGetDomainCapabilities(undefined, undefined, undefined, undefined, 0);
  expect(xml).toContain('<path>/usr/bin/test-hv</path>\n  <domain>test</domain>\n  <arch>i686</arch>');
  await expect(hypervisor.connectGetDomainCapabilities(undefined, undefined, undefined, 'kvm', 0)).rejects.toMatchObject({
    code: 'VIR_ERR_INVALID_ARG',
  });
  expect(await hypervisor.nodeGetFreePages([4, 2048], 0, 1, 0)).toEqual([19n, 45n]);
  await expect(hypervisor.nodeGetFreePages([4], 1, 2, 0)).rejects.toMatchObject({ detail: 'Range exceeds available cells' });
  await expect(hypervisor.connectGetCPUModelNames('zz', 0)).rejects.toMatchObject(
    refused('VIR_ERR_INVALID_ARG', 'cannot find architecture zz'),
  );
});

test('files are of no use to a pretended guest', async () => {
  await domain.destroy();
  const ref = await hypervisor.domainCreateWithFiles(domain.ref, [], 0);
  expect(ref.id).toBeGreaterThan(0);
});
