import { describe, expect, test } from '@jest/globals';
import { runScript } from './run-script.ts';

const said = async (script: string, text: string, status = 0): Promise<void> =>
  expect(await runScript(script)).toEqual({ text, status });

describe('processors', () => {
  test.each([
    ['vcpucount test', 'maximum      config         2\nmaximum      live           2\ncurrent      config         2\ncurrent      live           2\n'],
    ['destroy test; vcpucount test', 'maximum      config         2\ncurrent      config         2\n'],
    ['vcpucount test --maximum --config', '2\n'],
    ['vcpupin test 0 0-3; vcpupin test', ' 0   0-3\n 1   0-7\n'],
    ['vcpupin test 1 0-2,^1; vcpupin test 1', ' 1   0,2\n'],
    ['emulatorpin test 1; emulatorpin test', '1\n'],
    ['iothreadadd test 3; iothreadpin test 3 0-1; iothreadinfo test', ' 3   0-1\n'],
  ])('%s', async (script, text) => said(script, text));

  test.each([
    ['vcpupin test --cpulist 0', 'error: vcpupin: Missing vCPU number in pin mode.\n'],
    ['destroy test; vcpupin test --live', 'error: cannot get vcpupin for offline domain\n'],
    ['vcpupin test 0 x', "error: Invalid cpulist 'x'\nerror: invalid argument: Failed to parse bitmap 'x'\n"],
    ['setvcpus test 0', "error: Can't set 0 processors for a VM\n"],
    ['setvcpus test 8 --maximum', 'error: Option --config is required by option --maximum\n'],
    ['setvcpu test 1', 'error: one of --enable, --disable is required\n'],
    ['iothreadadd test 0', "error: Invalid IOThread id value: '0'\n"],
    ['iothreadset test 1', 'error: Not enough arguments passed, nothing to set\n'],
    ['cpu-stats test --start 99', 'error: Start CPU 99 is out of range (min: 0, max: 1)\n'],
  ])('%s', async (script, text) => said(script, text, 1));
});

describe('parameters are shown, or changed', () => {
  const unlimited = (name: string): string => `${name.padEnd(15)}: unlimited\n`;
  test.each([
    ['memtune test --hard-limit 9000000; memtune test', `hard_limit     : 9000000\n${unlimited('soft_limit')}${unlimited('swap_hard_limit')}`],
    ['memtune test --hard-limit 1; memtune test --hard-limit -1; memtune test', ['hard_limit', 'soft_limit', 'swap_hard_limit'].map(unlimited).join('')],
    ['numatune test --nodeset 0-1; numatune test', 'numa_mode      : strict\nnuma_nodeset   : 0-1\n'],
    ['perf test --enable cmt', 'cmt            : enabled\n'],
  ])('%s', async (script, text) => said(script, text));

  test.each([
    ['memtune test --hard-limit x', 'error: Unable to parse integer parameter hard-limit\n'],
    ['numatune test --mode nonsense', 'error: Invalid mode: nonsense\n'],
    ['domiftune test testnet0 --inbound x', "error: field 'average' is malformed\n"],
    ['domiftune test testnet0 --outbound ,1', 'error: outbound average is mandatory\n'],
    ['blkdeviotune test vda --read-iops-sec x', "error: Numeric value 'x' for <read-iops-sec> option is malformed or out of range\nerror: Unable to parse integer parameter\n"],
  ])('%s', async (script, text) => said(script, text, 1));

  test('rates are read and shown', async () => {
    const { text } = await runScript('domiftune test testnet0 --inbound 100,200,300; domiftune test testnet0');
    expect(text).toMatch(/^inbound.average: 100\ninbound.peak {3}: 200\ninbound.burst {2}: 300\n/);
  });
});
