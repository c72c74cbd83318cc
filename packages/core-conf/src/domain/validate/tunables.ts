import type { Int64 } from '../../table/codec.ts';
import type { Domain } from '../domain.ts';
import { refuse, unsupported } from './refuse.ts';

const maxQuota = 17592186044415n;

/** Ranges of the kernel's CPU controller. */
export function validateTunables({ cputune, blkiotune }: Domain): void {
  const devices = new Set<string>();
  for (const { path } of blkiotune?.devices ?? []) {
    if (devices.has(path)) throw unsupported(`duplicate blkio device path '${path}'`);
    devices.add(path);
  }
  if (cputune === undefined) return;
  const periods = [
    ['period', cputune.period],
    ['global_period', cputune.globalPeriod],
    ['emulator_period', cputune.emulatorPeriod],
    ['iothread_period', cputune.iothreadPeriod],
  ] as const;
  for (const [name, value] of periods) requireRange(name, value, 1000n, 1000000n);
  const quotas = [
    ['quota', cputune.quota],
    ['global_quota', cputune.globalQuota],
    ['emulator_quota', cputune.emulatorQuota],
    ['iothread_quota', cputune.iothreadQuota],
  ] as const;
  for (const [name, value] of quotas) requireRange(name, value, 1000n, maxQuota);
}

/** 0 and negative numbers mean: no limit. */
function requireRange(name: string, value: Int64 | undefined, min: bigint, max: bigint): void {
  if (value === undefined || value <= 0) return;
  if (value < min || value > max) throw refuse(`Value of cputune '${name}' must be in range [${min}, ${max}]`);
}
