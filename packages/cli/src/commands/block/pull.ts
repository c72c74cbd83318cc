import { DomainBlockPullFlags as Pull, DomainBlockRebaseFlags as Rebase } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { CommandError } from '../../errors.ts';
import { flagsOf } from '../../flags.ts';
import { flag, needed, number, text } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { domainOption, loose } from '../domain/options.ts';
import { asyncOption, checkEnd, timeoutOption, verboseOption, waitForJob } from './wait.ts';

const blockpull = command({
  name: 'blockpull',
  summary: 'Populate a disk from its backing image.',
  description: 'Populate a disk from its backing image.',
  options: {
    domain: domainOption,
    path: text('fully-qualified path of disk', { ...needed, complete: 'disk-target' }),
    bandwidth: number('bandwidth limit in MiB/s', loose),
    base: text('path of backing file in chain for a partial pull', { ...loose, complete: 'file' }),
    wait: flag('wait for job to finish'),
    verbose: verboseOption,
    timeout: timeoutOption('with --wait, abort if pull exceeds timeout (in seconds)'),
    async: asyncOption,
    'keep-relative': flag('keep the backing chain relatively referenced'),
    bytes: flag('the bandwidth limit is in bytes/s rather than MiB/s'),
  },
  async run(shell, args) {
    for (const name of ['verbose', 'async'] as const) {
      if (args.flag(name) && !args.flag('wait')) throw new CommandError(`Option --wait is required by option --${name}`);
    }
    const path = args.needed('path');
    const bandwidth = (args.flag('bytes') ? args.bytes('bandwidth', 1) : args.ulong('bandwidth')) ?? 0n;
    const domain = await findDomain(shell, args);
    const hypervisor = await shell.hypervisor();
    const base = args.text('base');
    const start = (): Promise<void> =>
      base === undefined && !args.flag('keep-relative')
        ? hypervisor.domainBlockPull(domain, path, bandwidth, flagsOf(args, { bytes: Pull.VIR_DOMAIN_BLOCK_PULL_BANDWIDTH_BYTES }))
        : hypervisor.domainBlockRebase(domain, path, base, bandwidth, flagsOf(args, {
            'keep-relative': Rebase.VIR_DOMAIN_BLOCK_REBASE_RELATIVE,
            bytes: Rebase.VIR_DOMAIN_BLOCK_REBASE_BANDWIDTH_BYTES,
          }));
    if (!args.flag('wait')) {
      await start();
      return shell.extra('Block Pull started');
    }
    checkEnd(shell, await waitForJob(shell, args, { domain, path, label: 'Block Pull' }, start), 'Pull');
    shell.extra('\nPull complete');
  },
});

export const commands: readonly AnyCommand[] = [blockpull];
