import { afterEach, describe, expect, test } from '@jest/globals';
import type { Connection } from '@virtweave/core-api';
import type { FixtureCommand } from '@virtweave/core-testkit';
import { Machine } from './support/machine.ts';
import { open } from './support/open.ts';

const connections: Connection[] = [];
const cpu = '/sys/devices/system/cpu';
const topology = (id: number): Record<string, string> => ({
  [`${cpu}/cpu${id}/topology/physical_package_id`]: '0\n',
  [`${cpu}/cpu${id}/topology/core_id`]: `${id}\n`,
});

async function openWith(
  files: Readonly<Record<string, string>> = {},
  ...dmidecode: readonly Omit<FixtureCommand, 'program'>[]
): Promise<Connection> {
  const connection = await open(new Machine(files, dmidecode.map((command) => ({ program: 'dmidecode', ...command }))));
  connections.push(connection);
  return connection;
}

afterEach(async () => {
  for (const connection of connections.splice(0)) await connection.close();
});

describe('the machine', () => {
  test('its processors', async () => {
    const connection = await openWith({
      [`${cpu}/present`]: '0-3\n',
      [`${cpu}/online`]: '0,2\n',
      ...topology(0),
      ...topology(2),
      '/proc/stat': 'cpu  30 1 20 400 5 6 7 0 0 0\ncpu0 10 0 10 200 5 0 0 0 0 0\n',
    });
    expect(await connection.nodeInfo()).toMatchObject({ model: 'x86_64', cpus: 2, nodes: 1, sockets: 1, cores: 2, threads: 1 });
    expect(await connection.families.hypervisor.nodeGetCPUMap(0)).toEqual({ cpus: 4, online: 2, cpumap: Uint8Array.of(0b101) });
    expect(await connection.families.hypervisor.nodeGetCPUStats(-1, 0)).toEqual([
      { field: 'kernel', value: 330_000_000n },
      { field: 'user', value: 310_000_000n },
      { field: 'idle', value: 4_000_000_000n },
      { field: 'iowait', value: 50_000_000n },
    ]);
    await expect(connection.families.hypervisor.nodeGetCPUStats(9, 0)).rejects.toMatchObject({ code: 'VIR_ERR_INVALID_ARG' });
    await expect(connection.families.hypervisor.nodeGetCPUStats(-2, 0)).rejects.toMatchObject({
      message: 'cpuNum in virNodeGetCPUStats only accepts -1 as a negative value',
    });
  });

  test('its memory', async () => {
    const connection = await openWith();
    expect(await connection.freeMemory()).toBe(4_194_304 * 1024);
    expect(await connection.families.hypervisor.nodeGetMemoryStats(-1, 0)).toEqual([
      { field: 'total', value: 8_388_608n },
      { field: 'free', value: 4_194_304n },
    ]);
    expect(await connection.families.hypervisor.nodeGetSecurityModel()).toEqual({ model: 'none', doi: '0' });
  });

  test('merging of its pages is refused as a whole when the kernel lacks a part', async () => {
    const connection = await openWith({ '/sys/kernel/mm/ksm/pages_to_scan': '100' });
    const { hypervisor } = connection.families;
    const read = [{ name: 'shm_pages_to_scan', type: 'uint', value: 100 }];
    expect(await hypervisor.nodeGetMemoryParameters(0)).toEqual(read);
    const both = [
      { name: 'shm_pages_to_scan', type: 'uint', value: 7 },
      { name: 'shm_sleep_millisecs', type: 'uint', value: 7 },
    ] as const;
    await expect(hypervisor.nodeSetMemoryParameters(both, 0)).rejects.toMatchObject({ code: 'VIR_ERR_OPERATION_INVALID' });
    expect(await hypervisor.nodeGetMemoryParameters(0)).toEqual(read);
    const counter = [{ name: 'shm_pages_shared', type: 'ullong', value: 1n }] as const;
    await expect(hypervisor.nodeSetMemoryParameters(counter, 0)).rejects.toMatchObject({
      code: 'VIR_ERR_ARGUMENT_UNSUPPORTED',
      detail: "parameter 'shm_pages_shared' not supported",
    });
  });
});

describe('what its firmware says', () => {
  const tables = 'BIOS Information\n\tVendor: ACME\n\tVersion: 1.0\n\nSystem Information\n\tManufacturer: ACME\n';

  test('comes from dmidecode', async () => {
    const connection = await openWith({}, { args: ['-q', '-t', '0,1,2,3,4,11,17'], stdout: tables });
    const text = await connection.families.hypervisor.connectGetSysinfo(0);
    expect(text).toMatch(/^<sysinfo type='smbios'>\n {2}<bios>\n {4}<entry name='vendor'>ACME<\/entry>/);
  });

  test('is not available without it', async () => {
    const connection = await openWith({}, { status: 1, stderr: '/dev/mem: No such file or directory' });
    await expect(connection.families.hypervisor.connectGetSysinfo(0)).rejects.toMatchObject({
      code: 'VIR_ERR_CONFIG_UNSUPPORTED',
      detail: 'Host SMBIOS information is not available',
    });
  });
});
