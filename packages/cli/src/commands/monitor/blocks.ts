import type { BlockInfo } from '@virtweave/core-api';
import { DomainXMLFlags as Xml } from '@virtweave/core-api/constants';
import { isVirtError } from '@virtweave/core-util/errors';
import { command, type AnyCommand } from '../../command.ts';
import { devicesOf, diskSource, diskTarget, domainDocument } from '../../domain-document.ts';
import { attempt, CommandError } from '../../errors.ts';
import { exclusive } from '../../flags.ts';
import { flag, text } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { shownBytes } from '../../sizes.ts';
import { table } from '../../table.ts';
import { shownValue } from '../../typed-params.ts';
import { domainOption, loose } from '../domain/options.ts';

const domblklist = command({
  name: 'domblklist',
  summary: 'list all domain blocks',
  description: 'Get the summary of block devices for a domain.',
  options: {
    domain: domainOption,
    inactive: flag('get inactive rather than running configuration'),
    details: flag('additionally display the type and device value'),
  },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const document = await domainDocument(shell, domain, args.flag('inactive') ? Xml.VIR_DOMAIN_XML_INACTIVE : 0);
    const details = args.flag('details');
    const rows = devicesOf(document, 'disk').map((disk) => [
      ...(details ? [disk.attr('type') ?? '-', disk.attr('device') ?? 'disk'] : []),
      diskTarget(disk) ?? '-',
      diskSource(disk) ?? '-',
    ]);
    shell.print(table([...(details ? ['Type', 'Device'] : []), 'Target', 'Source'], rows, shell.options.quiet));
  },
});

const fields = ['capacity', 'allocation', 'physical'] as const;

const domblkinfo = command({
  name: 'domblkinfo',
  summary: 'domain block device size information',
  description: 'Get block device size info for a domain.',
  options: {
    domain: domainOption,
    device: text('block device', loose),
    human: flag('Human readable output'),
    all: flag('display all block devices info'),
  },
  async run(shell, args) {
    exclusive(args, 'all', 'device');
    const device = args.text('device');
    if (!args.flag('all') && device === undefined) {
      throw new CommandError("command 'domblkinfo' requires <device> option");
    }
    const domain = await findDomain(shell, args);
    const hypervisor = await shell.hypervisor();
    const size = args.flag('human') ? shownBytes : String;
    if (device !== undefined) {
      const info = await hypervisor.domainGetBlockInfo(domain, device, 0);
      for (const field of fields) shell.line(`${`${field.charAt(0).toUpperCase()}${field.slice(1)}:`.padEnd(15)} ${size(info[field])}`);
      return;
    }
    const disks = devicesOf(await domainDocument(shell, domain), 'disk');
    const running = await hypervisor.domainIsActive(domain);
    const rows: string[][] = [];
    for (const disk of disks) {
      const target = diskTarget(disk) ?? '';
      const info = await sizesOf(disk.attr('type') === 'network' && !running, target);
      rows.push([target, ...fields.map((field) => (info ? size(info[field]) : '-'))]);
    }
    shell.print(table(['Target', 'Capacity', 'Allocation', 'Physical'], rows, shell.options.quiet));

    /** What is on another machine, or in no drive, has no size that could be told. */
    async function sizesOf(remote: boolean, target: string): Promise<BlockInfo | undefined> {
      try {
        return await hypervisor.domainGetBlockInfo(domain, target, 0);
      } catch (error) {
        if (remote || isVirtError(error, 'VIR_ERR_INVALID_ARG')) return undefined;
        throw error;
      }
    }
  },
});

/** Statistics by libvirt's names: virsh's name, and what it is for people. In the order in which they are shown. */
const statistics: Readonly<Record<string, readonly [name: string, label: string]>> = {
  rd_operations: ['rd_req', 'number of read operations:'],
  rd_bytes: ['rd_bytes', 'number of bytes read:'],
  wr_operations: ['wr_req', 'number of write operations:'],
  wr_bytes: ['wr_bytes', 'number of bytes written:'],
  errs: ['errs', 'error count:'],
  flush_operations: ['flush_operations', 'number of flush operations:'],
  rd_total_times: ['rd_total_times', 'total duration of reads (ns):'],
  wr_total_times: ['wr_total_times', 'total duration of writes (ns):'],
  flush_total_times: ['flush_total_times', 'total duration of flushes (ns):'],
};

const domblkstat = command({
  name: 'domblkstat',
  summary: 'get device block stats for a domain',
  description: 'Get device block stats for a running domain. See man page or use --human for explanation of fields',
  options: {
    domain: domainOption,
    device: text('block device', { ...loose, mayBeEmpty: true }),
    human: flag('print a more human readable output'),
  },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    // Without a device: all of them together.
    const device = args.text('device') ?? '';
    const params = await attempt(
      (await shell.hypervisor()).domainBlockStatsFlags(domain, device, 0),
      `Failed to get block stats ${args.needed('domain')} ${device}`,
    );
    const human = args.flag('human');
    if (human) shell.line(`Device: ${device}`);
    const known = Object.keys(statistics).flatMap((name) => params.filter((param) => param.name === name));
    const others = params.filter(({ name }) => !Object.hasOwn(statistics, name));
    for (const param of [...known, ...others]) {
      const [name, label] = statistics[param.name] ?? [param.name, param.name];
      const value = shownValue(param);
      if (value === '-1') continue;
      if (human) shell.line(` ${label.padEnd(31)} ${value}`);
      else shell.line(`${device}${device === '' ? '' : ' '}${name} ${value}`);
    }
  },
});

const diskErrors = ['no error', 'unspecified error', 'no space'] as const;

const domblkerror = command({
  name: 'domblkerror',
  summary: 'Show errors on block devices',
  description: 'Show block device errors',
  options: { domain: domainOption },
  async run(shell, args) {
    const domain = await findDomain(shell, args);
    const errors = await (await shell.hypervisor()).domainGetDiskErrors(domain, 0);
    if (errors.length === 0) shell.extra('No errors found\n');
    for (const { disk, error } of errors) shell.line(`${disk}: ${diskErrors[error] ?? 'unknown error'}`);
  },
});

export const commands: readonly AnyCommand[] = [domblklist, domblkinfo, domblkstat, domblkerror];
