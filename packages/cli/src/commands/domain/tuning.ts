import type { TypedParam } from '@virtweave/core-api';
import { command, type AnyCommand } from '../../command.ts';
import { CommandError, inOlderForm } from '../../errors.ts';
import { impactOf, impactOptions } from '../../flags.ts';
import { flag, number, rest, text } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { paramLines, showOrChange } from '../../typed-params.ts';
import { domainOption, loose } from './options.ts';

const blkiotune = command({
  name: 'blkiotune',
  summary: 'Get or set blkio parameters',
  description: 'Get or set the current blkio parameters for a guest domain.\nTo get the blkio parameters use following command:\n\nvirtweave # blkiotune <domain>',
  options: {
    domain: domainOption,
    weight: number('IO Weight', loose),
    'device-weights': text('per-device IO Weights, in the form of /path/to/device,weight,...', loose),
    'device-read-iops-sec': text('per-device read I/O limit per second, in the form of /path/to/device,read_iops_sec,...', loose),
    'device-write-iops-sec': text('per-device write I/O limit per second, in the form of /path/to/device,write_iops_sec,...', loose),
    'device-read-bytes-sec': text('per-device bytes read per second, in the form of /path/to/device,read_bytes_sec,...', loose),
    'device-write-bytes-sec': text('per-device bytes wrote per second, in the form of /path/to/device,write_bytes_sec,...', loose),
    ...impactOptions,
  },
  async run(shell, args) {
    const impact = impactOf(args);
    const domain = await findDomain(shell, args);
    const params: TypedParam[] = [];
    const weight = args.int('weight');
    if (weight !== undefined) {
      if (weight <= 0) throw new CommandError(`Invalid value of ${weight} for I/O weight`);
      params.push({ name: 'weight', type: 'uint', value: weight });
    }
    for (const name of [
      'device-weights',
      'device-read-iops-sec',
      'device-write-iops-sec',
      'device-read-bytes-sec',
      'device-write-bytes-sec',
    ] as const) {
      const value = args.text(name);
      const param = name === 'device-weights' ? 'device_weight' : name.replaceAll('-', '_');
      if (value !== undefined) params.push({ name: param, type: 'string', value });
    }
    const hypervisor = await shell.hypervisor();
    await showOrChange(shell, params, {
      what: 'blkio parameters',
      get: () => hypervisor.domainGetBlkioParameters(domain, impact),
      set: (changes) => hypervisor.domainSetBlkioParameters(domain, changes, impact),
    });
  },
});

const schedinfo = command({
  name: 'schedinfo',
  summary: 'show/set scheduler parameters',
  description: 'Show/Set scheduler parameters.',
  options: {
    domain: domainOption,
    weight: number('weight for XEN_CREDIT'),
    cap: number('cap for XEN_CREDIT'),
    current: flag('get/set current scheduler info'),
    config: flag('get/set value to be used on next boot'),
    live: flag('get/set value from running domain'),
    set: rest('parameter=value', { positional: true }),
  },
  async run(shell, args) {
    const impact = impactOf(args);
    const domain = await findDomain(shell, args);
    const hypervisor = await shell.hypervisor();
    const { type } = await hypervisor.domainGetSchedulerType(domain);
    shell.line(`${'Scheduler'.padEnd(15)}: ${type}`);
    const current = await hypervisor.domainGetSchedulerParametersFlags(domain, impact);
    const wanted = [...args.rest('set')];
    for (const name of ['weight', 'cap'] as const) {
      const value = args.text(name);
      if (value !== undefined) wanted.push(`${name}=${value}`);
    }
    const changes = wanted.map((each) => change(each, current));
    if (changes.length === 0) {
      shell.print(paramLines(current));
      return;
    }
    const call = hypervisor.domainSetSchedulerParametersFlags(domain, changes, impact);
    await inOlderForm(impact === 0 ? 'virDomainSetSchedulerParameters' : undefined, call);
    shell.print(paramLines(await hypervisor.domainGetSchedulerParametersFlags(domain, impact)));
  },
});

/** A parameter that the scheduler has, with another value. */
function change(written: string, current: readonly TypedParam[]): TypedParam {
  const equals = written.indexOf('=');
  if (equals < 0) throw new CommandError(`Invalid syntax for --set, expecting name=value`);
  const name = written.slice(0, equals);
  const value = written.slice(equals + 1);
  const known = current.find((param) => param.name === name);
  if (!known) throw new CommandError(`invalid scheduler option: ${name}`);
  const invalid = (): CommandError => new CommandError(`invalid value of ${name}: ${value}`);
  switch (known.type) {
    case 'string':
      return { name, type: known.type, value };
    case 'boolean':
      return { name, type: known.type, value: value !== '0' };
    case 'double':
      if (value.trim() === '' || Number.isNaN(Number(value))) throw invalid();
      return { name, type: known.type, value: Number(value) };
    case 'int':
    case 'uint':
      if (!/^-?\d+$/.test(value)) throw invalid();
      return { name, type: known.type, value: Number(value) };
    default:
      if (!/^-?\d+$/.test(value)) throw invalid();
      return { name, type: known.type, value: BigInt(value) };
  }
}

export const commands: readonly AnyCommand[] = [blkiotune, schedinfo];
