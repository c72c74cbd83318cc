import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Connection, Domain, DomainEvent, TypedParams } from '@virtweave/core-api';
import { openDefault } from './open.ts';

let connection: Connection;
let hypervisor: Connection['families']['hypervisor'];
let domain: Domain;
let off: Domain;
const sample = `<domain type='test'><name>off</name><memory>100000</memory><vcpu>2</vcpu><iothreads>2</iothreads>
  <os><type>hvm</type></os></domain>`;

beforeEach(async () => {
  connection = await openDefault();
  ({ hypervisor } = connection.families);
  domain = await connection.lookupByName('test');
  off = await connection.defineXML(sample);
});
afterEach(() => connection.close());

const refused = (code: string, detail: string): { code: string; detail: string } => ({ code, detail });
const notRunning = refused('VIR_ERR_OPERATION_INVALID', 'domain is not running');
const values = (params: TypedParams): Record<string, unknown> => Object.fromEntries(params.map(({ name, value }) => [name, value]));
const uints = (given: Record<string, number>): TypedParams =>
  Object.entries(given).map(([name, value]) => ({ name, type: 'uint', value }));
const ullongs = (given: Record<string, bigint>): TypedParams =>
  Object.entries(given).map(([name, value]) => ({ name, type: 'ullong', value }));

describe('disks', () => {
  test('count, and have a size and errors', async () => {
    const names = (await hypervisor.domainBlockStatsFlags(domain.ref, 'vda', 0)).map(({ name }) => name);
    expect(names).toEqual(['rd_operations', 'rd_bytes', 'wr_operations', 'wr_bytes', 'errs']);
    expect((await hypervisor.domainGetBlockInfo(domain.ref, '/guest/diskimage1', 0)).physical).toBe(2n ** 40n);
    expect(await hypervisor.domainGetDiskErrors(domain.ref, 0)).toEqual([{ disk: 'vda', error: 1 }]);
    await expect(hypervisor.domainBlockStatsFlags(domain.ref, '', 0)).rejects.toMatchObject({
      detail: 'summary statistics are not supported yet',
    });
    await expect(hypervisor.domainBlockStatsFlags(domain.ref, 'zz', 0)).rejects.toMatchObject(
      refused('VIR_ERR_INVALID_ARG', 'invalid path: zz'),
    );
    await expect(hypervisor.domainGetBlockInfo(domain.ref, 'zz', 0)).rejects.toMatchObject(
      refused('VIR_ERR_INVALID_ARG', 'invalid path zz not assigned to domain'),
    );
    await expect(hypervisor.domainGetDiskErrors(off.ref, 0)).rejects.toMatchObject(notRunning);
  });

  test('have limits that must not contradict each other, and are told of', async () => {
    const heard: DomainEvent[] = [];
    await hypervisor.connectDomainEventRegisterAny(undefined, 17, (event) => heard.push(event));
    const params: TypedParams = [...ullongs({ read_iops_sec: 5n }), { name: 'group_name', type: 'string', value: 'g' }];
    await hypervisor.domainSetBlockIoTune(domain.ref, 'vda', params, 1);
    const now = await hypervisor.domainGetBlockIoTune(domain.ref, 'vda', 1);
    expect(now).toHaveLength(20);
    expect(values(now)).toMatchObject({ read_iops_sec: 5n, group_name: 'g', total_bytes_sec: 0n });
    expect(await domain.xml()).toContain('<read_iops_sec>5</read_iops_sec>');
    expect(heard[0]).toMatchObject({ kind: 'tunable' });
    const both = ullongs({ total_bytes_sec: 1n, read_bytes_sec: 1n });
    await expect(hypervisor.domainSetBlockIoTune(domain.ref, 'vda', both, 0)).rejects.toMatchObject(
      refused('VIR_ERR_INVALID_ARG', 'total and read/write of bytes_sec cannot be set at the same time'),
    );
    await expect(hypervisor.domainSetBlockIoTune(domain.ref, 'zz', [], 0)).rejects.toMatchObject(
      refused('VIR_ERR_INVALID_ARG', "disk 'zz' was not found in the domain config"),
    );
  });
});

describe('interfaces', () => {
  test('count, and have addresses of their network', async () => {
    expect((await hypervisor.domainInterfaceStats(domain.ref, 'aa:bb:cc:dd:ee:ff')).rxBytes).toBeGreaterThan(0n);
    expect(await hypervisor.domainInterfaceAddresses(domain.ref, 0, 0)).toEqual([
      { name: 'testnet0', hwaddr: 'aa:bb:cc:dd:ee:ff', addrs: [{ type: 0, addr: '192.168.122.3', prefix: 24 }] },
    ]);
    await expect(hypervisor.domainInterfaceStats(domain.ref, 'x')).rejects.toMatchObject(
      refused('VIR_ERR_INVALID_ARG', "'x' is not a known interface"),
    );
  });

  test('have limits; without an average there is none', async () => {
    const get = async (): Promise<Record<string, unknown>> =>
      values(await hypervisor.domainGetInterfaceParameters(domain.ref, 'testnet0', 0));
    await hypervisor.domainSetInterfaceParameters(
      domain.ref, 'testnet0', uints({ 'inbound.average': 100, 'inbound.peak': 200, 'outbound.burst': 5 }), 0,
    );
    expect(await get()).toMatchObject({ 'inbound.average': 100, 'inbound.peak': 200, 'outbound.burst': 0 });
    await hypervisor.domainSetInterfaceParameters(domain.ref, 'testnet0', uints({ 'outbound.average': 7 }), 0);
    await hypervisor.domainSetInterfaceParameters(domain.ref, 'testnet0', uints({ 'inbound.average': 0 }), 0);
    expect(await get()).toMatchObject({ 'inbound.average': 0, 'inbound.peak': 0, 'outbound.average': 7 });
  });
});

describe('memory', () => {
  test('has statistics, a period and bytes', async () => {
    const stats = await hypervisor.domainMemoryStats(domain.ref, 0);
    expect(stats).toContainEqual({ tag: 4, value: 1048576n });
    await hypervisor.domainSetMemoryStatsPeriod(domain.ref, 5, 0);
    expect(await domain.xml()).toContain("<stats period='5'/>");
    expect([...(await hypervisor.domainMemoryPeek(domain.ref, 254n, 4, 1))]).toEqual([254, 255, 0, 1]);
    await expect(hypervisor.domainMemoryStats(off.ref, 0)).rejects.toMatchObject(notRunning);
    await expect(hypervisor.domainSetMemoryStatsPeriod(off.ref, 5, 2)).rejects.toMatchObject({
      code: 'VIR_ERR_INTERNAL_ERROR',
    });
  });

  test('has limits', async () => {
    await hypervisor.domainSetMemoryParameters(domain.ref, ullongs({ hard_limit: 10_000n, soft_limit: 5_000n }), 0);
    expect(values(await hypervisor.domainGetMemoryParameters(domain.ref, 0))).toEqual({
      hard_limit: 10_000n, soft_limit: 5_000n, swap_hard_limit: 9_007_199_254_740_991n,
    });
    await expect(
      hypervisor.domainSetMemoryParameters(domain.ref, ullongs({ swap_hard_limit: 500n }), 0),
    ).rejects.toMatchObject({ detail: 'memory hard_limit tunable value must be lower than or equal to swap_hard_limit' });
    await expect(hypervisor.domainSetMemoryParameters(domain.ref, ullongs({ zz: 1n }), 0)).rejects.toMatchObject(
      refused('VIR_ERR_ARGUMENT_UNSUPPORTED', "parameter 'zz' not supported"),
    );
  });
});

describe('tuning', () => {
  test('of block devices', async () => {
    const params: TypedParams = [
      { name: 'weight', type: 'uint', value: 500 },
      { name: 'device_weight', type: 'string', value: '/dev/sda,200' },
      { name: 'device_read_bytes_sec', type: 'string', value: '/dev/sda,0,/dev/sdb,100' },
    ];
    await hypervisor.domainSetBlkioParameters(domain.ref, params, 0);
    expect(values(await hypervisor.domainGetBlkioParameters(domain.ref, 0))).toEqual({
      weight: 500,
      device_weight: '/dev/sda,200',
      device_read_iops_sec: '',
      device_write_iops_sec: '',
      device_read_bytes_sec: '/dev/sdb,100',
      device_write_bytes_sec: '',
    });
    await expect(
      hypervisor.domainSetBlkioParameters(domain.ref, [{ name: 'device_weight', type: 'string', value: '/dev/sda' }], 0),
    ).rejects.toMatchObject({ detail: "unable to parse blkio device 'device_weight' '/dev/sda'" });
  });

  test('of NUMA nodes', async () => {
    const mode = (value: number): TypedParams => [{ name: 'numa_mode', type: 'int', value }];
    await hypervisor.domainSetNumaParameters(domain.ref, [...mode(1), { name: 'numa_nodeset', type: 'string', value: '0,1' }], 0);
    expect(values(await hypervisor.domainGetNumaParameters(domain.ref, 0))).toEqual({ numa_mode: 1, numa_nodeset: '0-1' });
    await expect(hypervisor.domainSetNumaParameters(domain.ref, mode(2), 1)).rejects.toMatchObject(
      refused('VIR_ERR_OPERATION_INVALID', "can't change numatune mode for running domain"),
    );
    await expect(hypervisor.domainSetNumaParameters(off.ref, mode(9), 0)).rejects.toMatchObject(
      refused('VIR_ERR_INVALID_ARG', "unsupported numatune mode: '9'"),
    );
  });

  test('of performance events and the scheduler', async () => {
    await hypervisor.domainSetPerfEvents(domain.ref, [{ name: 'cmt', type: 'boolean', value: true }], 0);
    const events = values(await hypervisor.domainGetPerfEvents(domain.ref, 0));
    expect([Object.keys(events).length, events.cmt, events.mbml]).toEqual([22, true, false]);
    expect(await hypervisor.domainGetSchedulerType(domain.ref)).toEqual({ type: 'fair', nparams: 1 });
    expect(values(await hypervisor.domainGetSchedulerParametersFlags(domain.ref, 0))).toEqual({ weight: 50 });
  });
});

describe('CPUs', () => {
  test('have used some time', async () => {
    const all = await hypervisor.domainGetCPUStats(domain.ref, 0, 0, 0);
    expect(all.map(values)).toEqual([
      { cpu_time: 24386308517n, vcpu_time: 23151740627n },
      { cpu_time: 24386308518n, vcpu_time: 23151740628n },
    ]);
    const [total] = await hypervisor.domainGetCPUStats(domain.ref, -1, 1, 0);
    expect(values(total ?? [])).toEqual({ cpu_time: 48772617035n, user_time: 5540000000n, system_time: 6460000000n });
    await expect(hypervisor.domainGetCPUStats(off.ref, -1, 1, 0)).rejects.toMatchObject(notRunning);
  });

  test('of the emulator are pinned', async () => {
    expect([...(await hypervisor.domainGetEmulatorPinInfo(domain.ref, 0))]).toEqual([255, 255]);
    await hypervisor.domainPinEmulator(domain.ref, Uint8Array.of(5), 0);
    expect([...(await hypervisor.domainGetEmulatorPinInfo(domain.ref, 0))]).toEqual([5, 0]);
    await expect(hypervisor.domainPinEmulator(domain.ref, Uint8Array.of(0), 0)).rejects.toMatchObject({
      detail: 'Empty cpu list for pinning',
    });
  });
});

test('IOThreads are added, pinned, tuned and removed', async () => {
  const ids = async (ref: Domain['ref']): Promise<readonly (readonly [number, number | undefined])[]> =>
    (await hypervisor.domainGetIOThreadInfo(ref, 0)).map(({ iothreadId, cpumap }) => [iothreadId, cpumap[0]]);
  expect(await ids(off.ref)).toEqual([[1, 3], [2, 3]]);
  await hypervisor.domainAddIOThread(off.ref, 5, 2);
  expect(await off.xml()).toContain("<iothread id='5'/>");
  await hypervisor.domainAddIOThread(domain.ref, 1, 0);
  await expect(hypervisor.domainAddIOThread(domain.ref, 1, 0)).rejects.toMatchObject(
    refused('VIR_ERR_INVALID_ARG', "an IOThread is already using iothread_id '1'"),
  );
  await hypervisor.domainPinIOThread(domain.ref, 1, Uint8Array.of(1), 1);
  expect(await ids(domain.ref)).toEqual([[1, 1]]);
  await hypervisor.domainSetIOThreadParams(domain.ref, 1, ullongs({ poll_max_ns: 100n }), 1);
  expect(await domain.xml()).toContain("<poll max='100'/>");
  await expect(hypervisor.domainSetIOThreadParams(domain.ref, 9, [], 1)).rejects.toMatchObject({
    detail: "cannot find IOThread '9' in iothreadids",
  });
  await expect(hypervisor.domainDelIOThread(domain.ref, 9, 0)).rejects.toMatchObject({
    detail: "cannot find IOThread '9' in iothreadids list",
  });
  await hypervisor.domainDelIOThread(domain.ref, 1, 0);
  expect(await ids(domain.ref)).toEqual([]);
  expect(await domain.xml()).not.toContain('iothread');
});
