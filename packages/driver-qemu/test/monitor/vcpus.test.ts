import { describe, expect, test } from '@jest/globals';
import { vcpuInfo } from '../../src/monitor/index.ts';

const slot = (socket: number, core: number, qomPath?: string): Record<string, unknown> => ({
  props: { 'socket-id': socket, 'core-id': core },
  'vcpus-count': 2,
  type: 'cpu',
  ...(qomPath === undefined ? {} : { 'qom-path': qomPath }),
});
const cpu = (index: number, qomPath: string): Record<string, unknown> => ({
  'cpu-index': index,
  'thread-id': 1000 + index,
  'qom-path': qomPath,
});

describe('vcpuInfo', () => {
  test('numbers vCPUs by place, not by the order in which they were plugged', () => {
    const infos = vcpuInfo(
      6,
      [
        cpu(0, '/machine/unattached/device[1]/thread[0]'),
        cpu(1, '/machine/unattached/device[1]/thread[1]'),
        cpu(2, '/machine/peripheral/vcpu4/thread[0]'),
        cpu(3, '/machine/peripheral/vcpu4/thread[1]'),
      ] as never,
      [slot(0, 2, '/machine/peripheral/vcpu4'), slot(0, 1), slot(0, 0, '/machine/unattached/device[1]')] as never,
    );
    expect(infos.map(({ id, online, hotpluggable, threadId }) => [id, online, hotpluggable, threadId])).toEqual([
      [0, true, false, 1000],
      [1, true, false, 1001],
      [2, false, true, undefined],
      [3, false, true, undefined],
      [4, true, true, 1002],
      [5, true, true, 1003],
    ]);
    expect(infos[4]).toMatchObject({ alias: 'vcpu4', enableId: 2, topology: { socket: 0, core: 2 }, vcpus: 2 });
    expect(infos[5]).not.toHaveProperty('alias');
  });

  test('a path that merely begins like another belongs to none', () => {
    const [first, second] = vcpuInfo(
      2,
      [cpu(0, '/machine/unattached/device[11]')] as never,
      [slot(0, 0, '/machine/unattached/device[1]')] as never,
    );
    expect(first).not.toHaveProperty('threadId');
    expect(second?.online).toBe(true);
  });

  test('machines without slots have all their vCPUs, in order', () => {
    expect(vcpuInfo(2, [cpu(0, '/machine/a')] as never)).toEqual([
      { id: 0, online: true, hotpluggable: false, threadId: 1000, cpuIndex: 0 },
      { id: 1, online: false, hotpluggable: false },
    ]);
  });
});
