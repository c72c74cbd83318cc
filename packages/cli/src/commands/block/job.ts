import {
  DomainBlockJobAbortFlags as Abort,
  DomainBlockJobInfoFlags as Info,
  DomainBlockJobSetSpeedFlags as Speed,
  DomainBlockJobType as Type,
} from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { exclusive, flagsOf } from '../../flags.ts';
import { flag, needed, number, text } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { showProgress } from '../../progress.ts';
import { shownBytes } from '../../sizes.ts';
import { domainOption, loose } from '../domain/options.ts';

const names: Readonly<Record<number, string>> = {
  [Type.VIR_DOMAIN_BLOCK_JOB_TYPE_UNKNOWN]: 'Unknown job',
  [Type.VIR_DOMAIN_BLOCK_JOB_TYPE_PULL]: 'Block Pull',
  [Type.VIR_DOMAIN_BLOCK_JOB_TYPE_COPY]: 'Block Copy',
  [Type.VIR_DOMAIN_BLOCK_JOB_TYPE_COMMIT]: 'Block Commit',
  [Type.VIR_DOMAIN_BLOCK_JOB_TYPE_ACTIVE_COMMIT]: 'Active Block Commit',
  [Type.VIR_DOMAIN_BLOCK_JOB_TYPE_BACKUP]: 'Backup',
};

const asking = ['raw', 'info'] as const;
const changing = ['abort', 'async', 'pivot', 'bandwidth'] as const;

const blockjob = command({
  name: 'blockjob',
  summary: 'Manage active block operations',
  description: 'Query, adjust speed, or cancel active block operations.',
  options: {
    domain: domainOption,
    path: text('fully-qualified path of disk', { ...needed, complete: 'disk-target' }),
    abort: flag('abort the active job on the specified disk'),
    async: flag("implies --abort; request but don't wait for job end"),
    pivot: flag('implies --abort; conclude and pivot a copy or commit job'),
    info: flag('get active job information for the specified disk'),
    bytes: flag('get/set bandwidth in bytes rather than MiB/s'),
    raw: flag('implies --info; output details rather than human summary'),
    bandwidth: number('set the bandwidth limit in MiB/s', loose),
  },
  async run(shell, args) {
    for (const one of asking) for (const other of changing) exclusive(args, one, other);
    for (const name of ['abort', 'async', 'pivot'] as const) exclusive(args, 'bytes', name);
    const domain = await findDomain(shell, args);
    const path = args.needed('path');
    const hypervisor = await shell.hypervisor();
    if (args.has('abort') || args.has('async') || args.has('pivot')) {
      const flags = flagsOf(args, { async: Abort.VIR_DOMAIN_BLOCK_JOB_ABORT_ASYNC, pivot: Abort.VIR_DOMAIN_BLOCK_JOB_ABORT_PIVOT });
      return await hypervisor.domainBlockJobAbort(domain, path, flags);
    }
    if (args.has('bandwidth')) {
      const bytes = args.flag('bytes');
      const speed = bytes ? args.bytes('bandwidth', 1) : args.ulong('bandwidth');
      return await hypervisor.domainBlockJobSetSpeed(domain, path, speed ?? 0n, bytes ? Speed.VIR_DOMAIN_BLOCK_JOB_SPEED_BANDWIDTH_BYTES : 0);
    }
    const inBytes = !args.flag('raw') || args.flag('bytes');
    const job = await hypervisor.domainGetBlockJobInfo(domain, path, inBytes ? Info.VIR_DOMAIN_BLOCK_JOB_INFO_BANDWIDTH_BYTES : 0);
    if (!job) {
      if (!args.flag('raw')) shell.extra(`No current block job for ${path}`);
      return;
    }
    const name = names[job.type] ?? 'Unknown job';
    if (args.flag('raw')) {
      shell.print(` type=${name}\n bandwidth=${job.bandwidth}\n cur=${job.cur}\n end=${job.end}\n`);
      return;
    }
    showProgress(shell, name, job.end - job.cur, job.end);
    if (job.bandwidth > 0n) shell.print(`    Bandwidth limit: ${job.bandwidth} bytes/s (${shownBytes(job.bandwidth)}/s)`);
    shell.print('\n');
  },
});

export const commands: readonly AnyCommand[] = [blockjob];
