import { DomainMigrateMaxSpeedFlags as MaxSpeed } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { CommandError } from '../../errors.ts';
import { flagsOf } from '../../flags.ts';
import { flag, needed, number } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { shownBytes } from '../../sizes.ts';
import { domainOption } from '../domain/options.ts';

const speedFlags = { postcopy: MaxSpeed.VIR_DOMAIN_MIGRATE_MAX_SPEED_POSTCOPY };

const getSpeed = command({
  name: 'migrate-getspeed',
  summary: 'Get the maximum migration bandwidth',
  description: 'Get the maximum migration bandwidth (in MiB/s) for a domain.',
  options: { domain: domainOption, postcopy: flag('get post-copy migration bandwidth') },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    shell.line(String(await (await shell.hypervisor()).domainMigrateGetMaxSpeed(domain, flagsOf(args, speedFlags))));
  },
});

const setSpeed = command({
  name: 'migrate-setspeed',
  summary: 'Set the maximum migration bandwidth',
  description: 'Set the maximum migration bandwidth (in MiB/s) for a domain which is being migrated to another host.',
  options: {
    domain: domainOption,
    bandwidth: number('migration bandwidth limit in MiB/s', needed),
    postcopy: flag('set post-copy migration bandwidth'),
  },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const bandwidth = args.ulong('bandwidth') ?? 0n;
    await (await shell.hypervisor()).domainMigrateSetMaxSpeed(domain, bandwidth, flagsOf(args, speedFlags));
  },
});

const getMaxDowntime = command({
  name: 'migrate-getmaxdowntime',
  summary: 'get maximum tolerable downtime',
  description: 'Get maximum tolerable downtime of a domain which is being live-migrated to another host.',
  options: { domain: domainOption },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    shell.line(String(await (await shell.hypervisor()).domainMigrateGetMaxDowntime(domain, 0)));
  },
});

const setMaxDowntime = command({
  name: 'migrate-setmaxdowntime',
  summary: 'set maximum tolerable downtime',
  description: 'Set maximum tolerable downtime of a domain which is being live-migrated to another host.',
  options: { domain: domainOption, downtime: number('maximum tolerable downtime (in milliseconds) for migration', needed) },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const downtime = args.long('downtime') ?? 0n;
    if (downtime < 1n) throw new CommandError('migrate: Invalid downtime');
    await (await shell.hypervisor()).domainMigrateSetMaxDowntime(domain, downtime, 0);
  },
});

const compcache = command({
  name: 'migrate-compcache',
  summary: 'get/set compression cache size',
  description:
    'Get/set size of the cache (in bytes) used for compressing repeatedly transferred memory pages during live migration.',
  options: { domain: domainOption, size: number('requested size of the cache (in bytes) used for compression') },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const size = args.ulong('size');
    const hypervisor = await shell.hypervisor();
    if (size !== undefined) await hypervisor.domainMigrateSetCompressionCache(domain, size, 0);
    shell.print(`Compression cache: ${shownBytes(await hypervisor.domainMigrateGetCompressionCache(domain, 0))}`);
  },
});

const postcopy = command({
  name: 'migrate-postcopy',
  summary: 'Switch running migration from pre-copy to post-copy',
  description:
    'Switch running migration from pre-copy to post-copy. The migration must have been started with --postcopy option.',
  options: { domain: domainOption },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    await (await shell.hypervisor()).domainMigrateStartPostCopy(domain, 0);
  },
});

export const commands: readonly AnyCommand[] = [getSpeed, setSpeed, getMaxDowntime, setMaxDowntime, compcache, postcopy];
