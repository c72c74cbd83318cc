import type { TypedParam } from '@virtweave/core-api';
import { command, type AnyCommand } from '../../command.ts';
import { CommandError } from '../../errors.ts';
import { impactOf, impactOptions } from '../../flags.ts';
import { needed, number } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { domainOption, loose } from './options.ts';

/** @throws CommandError for zero and below: threads count from one */
function threadId(id = 0): number {
  if (id <= 0) throw new CommandError(`Invalid IOThread id value: '${id}'`);
  return id;
}

const iothreadadd = command({
  name: 'iothreadadd',
  summary: 'add an IOThread to the guest domain',
  description: 'Add an IOThread to the guest domain.',
  options: { domain: domainOption, id: number('iothread for the new IOThread', needed), ...impactOptions },
  async run(shell, args) {
    const impact = impactOf(args);
    const domain = await findDomain(shell, args);
    await (await shell.hypervisor()).domainAddIOThread(domain, threadId(args.int('id')), impact);
  },
});

const iothreaddel = command({
  name: 'iothreaddel',
  summary: 'delete an IOThread from the guest domain',
  description: 'Delete an IOThread from the guest domain.',
  options: { domain: domainOption, id: number('iothread_id for the IOThread to delete', needed), ...impactOptions },
  async run(shell, args) {
    const impact = impactOf(args);
    const domain = await findDomain(shell, args);
    await (await shell.hypervisor()).domainDelIOThread(domain, threadId(args.int('id')), impact);
  },
});

const iothreadset = command({
  name: 'iothreadset',
  summary: 'modifies an existing IOThread of the guest domain',
  description: 'Modifies an existing IOThread of the guest domain.',
  options: {
    domain: domainOption,
    id: number('iothread id of existing IOThread', needed),
    'poll-max-ns': number('set the maximum IOThread polling time in ns', loose),
    'poll-grow': number('set the value to increase the IOThread polling time', loose),
    'poll-shrink': number('set the value for reduction of the IOThread polling time', loose),
    'thread-pool-min': number('lower boundary for worker thread pool', loose),
    'thread-pool-max': number('upper boundary for worker thread pool', loose),
    ...impactOptions,
  },
  async run(shell, args) {
    const impact = impactOf(args);
    const domain = await findDomain(shell, args);
    const id = threadId(args.int('id'));
    const params: TypedParam[] = [];
    const longest = args.ulong('poll-max-ns');
    if (longest !== undefined) params.push({ name: 'poll_max_ns', type: 'ullong', value: longest });
    for (const name of ['poll-grow', 'poll-shrink'] as const) {
      const value = args.uint(name);
      if (value !== undefined) params.push({ name: name.replaceAll('-', '_'), type: 'uint', value });
    }
    for (const name of ['thread-pool-min', 'thread-pool-max'] as const) {
      const value = args.int(name);
      if (value !== undefined) params.push({ name: name.replaceAll('-', '_'), type: 'int', value });
    }
    if (params.length === 0) throw new CommandError('Not enough arguments passed, nothing to set');
    await (await shell.hypervisor()).domainSetIOThreadParams(domain, id, params, impact);
  },
});

export const commands: readonly AnyCommand[] = [iothreadadd, iothreaddel, iothreadset];
