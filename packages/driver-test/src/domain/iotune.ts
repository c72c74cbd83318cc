import type { TypedParams } from '@virtweave/core-api';
import { paramValue } from '@virtweave/core-api/driver-kit';
import type { Disk } from '@virtweave/core-conf';
import { testError } from '../errors.ts';

type Iotune = NonNullable<Disk['iotune']>;

const kinds = ['total_bytes_sec', 'read_bytes_sec', 'write_bytes_sec', 'total_iops_sec', 'read_iops_sec', 'write_iops_sec'];

/** The parameters that are numbers, in libvirt's order but for the group's name. */
export const iotuneLimits: readonly string[] = [
  ...kinds,
  ...kinds.map((name) => `${name}_max`),
  'size_iops_sec',
  ...kinds.map((name) => `${name}_max_length`),
];

/** Parameters in libvirt's order, with what each is called in a definition. */
export const iotuneKeys: readonly (readonly [name: string, key: keyof Iotune])[] = iotuneLimits.flatMap((name) => {
  const pair = [name, keyOf(name)] as const;
  return name === 'size_iops_sec' ? [pair, ['group_name', 'groupName'] as const] : [pair];
});

/** What parameters say, when it makes sense. */
export function readIotune(params: TypedParams): Partial<Iotune> {
  const values = new Map<string, bigint>();
  for (const name of iotuneLimits) {
    const value = paramValue(params, name, 'ullong');
    if (value !== undefined) values.set(name, value);
  }
  check(values);
  const iotune: Record<string, number | bigint | string> = {};
  for (const [name, value] of values) iotune[keyOf(name)] = value;
  const group = paramValue(params, 'group_name', 'string');
  if (group !== undefined) iotune.groupName = group;
  return iotune as Partial<Iotune>;
}

function check(values: ReadonlyMap<string, bigint>): void {
  const of = (name: string): bigint => values.get(name) ?? 0n;
  for (const what of ['bytes_sec', 'iops_sec', 'bytes_sec_max', 'iops_sec_max']) {
    if (of(`total_${what}`) > 0n && (of(`read_${what}`) > 0n || of(`write_${what}`) > 0n))
      throw testError('VIR_ERR_INVALID_ARG', `total and read/write of ${what} cannot be set at the same time`);
  }
  for (const name of kinds) {
    const most = of(`${name}_max`);
    if (most > 0n && of(name) > most)
      throw testError('VIR_ERR_INVALID_ARG', `${name} cannot be set higher than ${name}_max `);
  }
}

function keyOf(name: string): keyof Iotune {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()) as keyof Iotune;
}
