import { expect, test } from '@jest/globals';
import { groups } from '../src/main-job/statistics.ts';

test('statistics of one thing stand on one line', () => {
  const stats = {
    'state.state': 1, 'cpu.time': 5n, 'vcpu.current': 1, 'block.count': 2,
    'block.0.name': 'vda', 'block.0.rd.bytes': 512n, 'block.1.name': 'vdb',
  };
  expect(groups(stats)).toEqual(['cpu: time=5', 'vcpu: current=1', 'block.0: name=vda rd.bytes=512', 'block.1: name=vdb']);
});
