import { DomainBlockCommitFlags as Commit } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { exclusive, flagsOf } from '../../flags.ts';
import { flag, needed, number, text } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { domainOption, loose } from '../domain/options.ts';
import { asyncOption, checkEnd, conclude, needsWaiting, timeoutOption, verboseOption, waitForJob } from './wait.ts';

const blockcommit = command({
  name: 'blockcommit',
  summary: 'Start a block commit operation.',
  description: 'Commit changes from a snapshot down to its backing image.',
  options: {
    domain: domainOption,
    path: text('fully-qualified path of disk', { ...needed, complete: 'disk-target' }),
    bandwidth: number('bandwidth limit in MiB/s', loose),
    base: text('path of base file to commit into (default bottom of chain)', { ...loose, complete: 'file' }),
    shallow: flag('use backing file of top as base'),
    top: text('path of top file to commit from (default top of chain)', { ...loose, complete: 'file' }),
    active: flag('trigger two-stage active commit of top file'),
    delete: flag('delete files that were successfully committed'),
    wait: flag('wait for job to complete (with --active, wait for job to sync)'),
    verbose: verboseOption,
    timeout: timeoutOption('implies --wait, abort if copy exceeds timeout (in seconds)'),
    pivot: flag('implies --active --wait, pivot when commit is synced'),
    'keep-overlay': flag('implies --active --wait, quit when commit is synced'),
    async: asyncOption,
    'keep-relative': flag('keep the backing chain relatively referenced'),
    bytes: flag('the bandwidth limit is in bytes/s rather than MiB/s'),
  },
  async run(shell, args) {
    exclusive(args, 'pivot', 'keep-overlay');
    const path = args.needed('path');
    const bandwidth = (args.flag('bytes') ? args.bytes('bandwidth', 1) : args.ulong('bandwidth')) ?? 0n;
    const concluded = args.flag('pivot') || args.flag('keep-overlay');
    const waits = concluded || args.flag('wait') || args.has('timeout');
    if (!waits) needsWaiting(args, '--timeout, --wait, --pivot, or --keep-overlay');
    const flags = flagsOf(args, {
      shallow: Commit.VIR_DOMAIN_BLOCK_COMMIT_SHALLOW,
      active: Commit.VIR_DOMAIN_BLOCK_COMMIT_ACTIVE,
      pivot: Commit.VIR_DOMAIN_BLOCK_COMMIT_ACTIVE,
      'keep-overlay': Commit.VIR_DOMAIN_BLOCK_COMMIT_ACTIVE,
      delete: Commit.VIR_DOMAIN_BLOCK_COMMIT_DELETE,
      'keep-relative': Commit.VIR_DOMAIN_BLOCK_COMMIT_RELATIVE,
      bytes: Commit.VIR_DOMAIN_BLOCK_COMMIT_BANDWIDTH_BYTES,
    });
    const domain = await findDomain(shell, args);
    const hypervisor = await shell.hypervisor();
    const start = (): Promise<void> =>
      hypervisor.domainBlockCommit(domain, path, args.text('base'), args.text('top'), bandwidth, flags);
    if (!waits) {
      await start();
      return shell.extra('Block Commit started');
    }
    const job = { domain, path, label: 'Block commit' };
    const end = await waitForJob(shell, args, job, start);
    checkEnd(shell, end, 'Commit');
    if (concluded && end === 'ready') await conclude(shell, job, args.flag('pivot'), args.flag('async'));
    const active = concluded || args.flag('active');
    const done = active ? 'Now in synchronized phase' : 'Commit complete';
    shell.extra(`\n${args.flag('pivot') ? 'Successfully pivoted' : args.flag('keep-overlay') ? 'Commit complete, overlay image kept' : done}`);
  },
});

export const commands: readonly AnyCommand[] = [blockcommit];
