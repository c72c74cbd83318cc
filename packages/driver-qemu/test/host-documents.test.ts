import { afterEach, describe, expect, test } from '@jest/globals';
import type { Connection } from '@virtweave/core-api';
import { readDomainCapabilities } from '@virtweave/core-conf';
import { EMULATOR, Machine } from './support/machine.ts';
import { guestXml, open } from './support/open.ts';

const connections: Connection[] = [];

async function openOn(machine: Machine): Promise<Connection> {
  const connection = await open(machine);
  connections.push(connection);
  return connection;
}

afterEach(async () => {
  for (const connection of connections.splice(0)) await connection.close();
});

const firmware = JSON.stringify({
  'interface-types': ['uefi'],
  mapping: { device: 'flash', executable: { filename: '/fw/code.fd', format: 'raw' }, 'nvram-template': { filename: '/fw/vars.fd', format: 'raw' } },
  targets: [{ architecture: 'x86_64', machines: ['pc-*'] }],
  features: [],
});

describe('domain capabilities', () => {
  test('tell what this machine has', async () => {
    const machine = new Machine({ '/usr/share/qemu/firmware/50-x.json': firmware, '/fw/code.fd': 'code' });
    const connection = await openOn(machine);
    const capabilities = readDomainCapabilities(await connection.domainCapabilities({ machine: 'pc' }));
    expect(capabilities).toMatchObject({ path: EMULATOR, domain: 'qemu', arch: 'x86_64' });
    expect(capabilities.machine).toMatch(/^pc-i440fx-/);
    expect(capabilities.os?.firmware).toEqual(['efi']);
    expect(capabilities.os?.loader?.values).toEqual(['/fw/code.fd']);
    expect(capabilities.devices.hostdev?.pciBackend).toEqual([]);
  });

  test.each([
    [{ virtType: 'xen2' }, 'unknown virttype: xen2'],
    [{ virtType: 'kvm' }, `KVM is not supported by '${EMULATOR}' on this host`],
    [{ machine: 'cray' }, `the machine 'cray' is not supported by emulator '${EMULATOR}'`],
    [{ arch: 's390x' }, `unable to find any emulator to serve 's390x' architecture`],
    [{ arch: 's390x', emulator: EMULATOR }, `architecture from emulator 'x86_64' doesn't match given architecture 's390x'`],
  ])('refuse %o', async (options, words) => {
    const connection = await openOn(new Machine());
    await expect(connection.domainCapabilities(options)).rejects.toMatchObject({ code: 'VIR_ERR_INVALID_ARG', detail: words });
  });
});

describe('native configurations', () => {
  test('a definition is told as the command that would run it', async () => {
    const machine = new Machine();
    const connection = await openOn(machine);
    const devices = `<interface type='network'><source network='default'/><model type='e1000'/></interface>`;
    const command = await connection.domainXMLToNative('qemu-argv', guestXml('it is', { devices }).replace("<name>it is</name>", "<name>it&apos;s</name>"));
    expect(command).toMatch(/^LC_ALL=C PATH=\S+ HOME=\S+ .*\/usr\/bin\/qemu-system-x86_64 -name 'guest=it'\\''s,/);
    expect(command).toContain('-netdev tap,ifname=vnet0,');
    expect(command).not.toContain('\n');
    // Nothing was made of it.
    expect(machine.running).toEqual([]);
    expect(await connection.listAllDomains()).toEqual([]);
  });

  test('other formats are refused, and there is no way back', async () => {
    const connection = await openOn(new Machine());
    await expect(connection.domainXMLToNative('xen-xl', guestXml())).rejects.toMatchObject({ code: 'VIR_ERR_INVALID_ARG' });
    await expect(connection.domainXMLFromNative('qemu-argv', 'qemu')).rejects.toMatchObject({ code: 'VIR_ERR_NO_SUPPORT' });
  });
});
