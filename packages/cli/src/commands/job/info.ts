import type { TypedParam, TypedParams } from '@virtweave/core-api';
import { DomainGetJobStatsFlags as Stats, DomainJobType as Type } from '@virtweave/core-api/constants';
import { isVirtError } from '@virtweave/core-util/errors';
import { command, type AnyCommand } from '../../command.ts';
import { CommandError, inOlderForm } from '../../errors.ts';
import { flagsOf } from '../../flags.ts';
import { flag } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import { shownBytes } from '../../sizes.ts';
import { domainOption } from '../domain/options.ts';

const types = ['None', 'Bounded', 'Unbounded', 'Completed', 'Failed', 'Cancelled'] as const;
const operations = [
  'Unknown',
  'Start',
  'Save',
  'Restore',
  'Incoming migration',
  'Outgoing migration',
  'Snapshot',
  'Snapshot revert',
  'Dump',
  'Backup',
  'Snapshot delete',
] as const;

const domjobinfo = command({
  name: 'domjobinfo',
  summary: 'domain job information',
  description: 'Returns information about jobs running on a domain.',
  options: {
    domain: domainOption,
    completed: flag('return statistics of a recently completed job'),
    'keep-completed': flag("don't destroy statistics of a recently completed job when reading"),
    anystats: flag('print statistics for any kind of job (even failed ones)'),
    rawstats: flag('print the raw data returned by libvirt'),
  },
  async run(shell, args) {
    if (args.flag('keep-completed') && !args.flag('completed')) {
      throw new CommandError('Option --completed is required by option --keep-completed');
    }
    const domain = await findDomain(shell, args);
    const flags = flagsOf(args, {
      completed: Stats.VIR_DOMAIN_JOB_STATS_COMPLETED,
      'keep-completed': Stats.VIR_DOMAIN_JOB_STATS_KEEP_COMPLETED,
    });
    const plain = flags === 0 && !args.flag('rawstats');
    const call = (await shell.hypervisor()).domainGetJobStats(domain, flags);
    const { type, params } = await inOlderForm(plain ? 'virDomainGetJobInfo' : undefined, call).catch((cause: unknown) => {
      if (plain || !isVirtError(cause, 'VIR_ERR_NO_SUPPORT')) throw cause;
      throw new CommandError('Optional flags or --rawstats are not supported by the daemon', { cause });
    });
    if (args.flag('rawstats')) {
      shell.print(`Job type: ${type}\n\n${params.map(rawLine).join('')}`);
      return;
    }
    shell.line(line('Job type:', (types[type] ?? 'unknown').padEnd(12)));
    const operation = params.find(({ name }) => name === 'operation');
    if (type !== Type.VIR_DOMAIN_JOB_NONE && operation) {
      shell.line(line('Operation:', (operations[Number(operation.value)] ?? 'unknown').padEnd(12)));
    }
    if (showsStats(type, args.flag('completed'), args.flag('anystats'))) shell.print(statLines(type, params));
  },
});

const rawLine = ({ name, type, value }: TypedParam): string => `${name}: ${type === 'boolean' ? Number(value) : value}\n`;
const line = (label: string, value: string): string => `${label.padEnd(17)} ${value}`;

/** What has ended tells nothing unless it is asked for. */
function showsStats(type: number, completed: boolean, any: boolean): boolean {
  if (type === Type.VIR_DOMAIN_JOB_BOUNDED || type === Type.VIR_DOMAIN_JOB_UNBOUNDED) return true;
  if (type === Type.VIR_DOMAIN_JOB_COMPLETED) return completed;
  return any && (type === Type.VIR_DOMAIN_JOB_FAILED || type === Type.VIR_DOMAIN_JOB_CANCELLED);
}

type Shown = (value: bigint) => string;
const size: Shown = shownBytes;
const speed: Shown = (value) => `${shownBytes(value)}/s`;
const count: Shown = (value) => String(value).padEnd(12);
/** One wider than {@link count}: so virsh has it. */
const pages: Shown = (value) => String(value).padEnd(13);
const unit = (name: string): Shown => (value) => `${count(value)} ${name}`;
const milliseconds = unit('ms');

/** A label, the parameter behind it, and how it is shown. */
type Row = readonly [label: string, name: string, shown: Shown];

const sizesOf = (label: string, name: string): readonly Row[] => [
  [`${label} processed:`, `${name}_processed`, size],
  [`${label} remaining:`, `${name}_remaining`, size],
  [`${label} total:`, `${name}_total`, size],
];

/** Rows that are shown when one of the first three is not zero; a speed of zero is none. */
const sections: readonly (readonly Row[])[] = [
  sizesOf('Data', 'data'),
  [
    ...sizesOf('Memory', 'memory'),
    ['Memory bandwidth:', 'memory_bps', speed],
    ['Dirty rate:', 'memory_dirty_rate', unit('pages/s')],
    ['Page size:', 'memory_page_size', unit('bytes')],
    ['Iteration:', 'memory_iteration', count],
    ['Postcopy requests:', 'memory_postcopy_requests', count],
  ],
  [...sizesOf('File', 'disk'), ['File bandwidth:', 'disk_bps', speed]],
];

const others = (type: number): readonly Row[] => [
  ['Constant pages:', 'memory_constant', count],
  ['Normal pages:', 'memory_normal', count],
  ['Normal data:', 'memory_normal_bytes', size],
  [type === Type.VIR_DOMAIN_JOB_COMPLETED ? 'Total downtime:' : 'Expected downtime:', 'downtime', milliseconds],
  ['Downtime w/o network:', 'downtime_net', milliseconds],
  ['Setup time:', 'setup_time', milliseconds],
  ['Compression cache:', 'compression_cache', size],
  ['Compressed data:', 'compression_bytes', size],
  ['Compressed pages:', 'compression_pages', pages],
  ['Compression cache misses:', 'compression_cache_misses', pages],
  ['Compression overflows:', 'compression_overflow', pages],
  ['Auto converge throttle:', 'auto_converge_throttle', pages],
  ['Temporary disk space use:', 'disk_temp_used', size],
  ['Temporary disk space total:', 'disk_temp_total', size],
];

function statLines(type: number, params: TypedParams): string {
  const values = new Map(params.map(({ name, value }) => [name, value]));
  const value = (name: string): bigint => BigInt(values.get(name) ?? 0);
  const rows = (of: readonly Row[]): string[] =>
    of.flatMap(([label, name, shown]) => (values.has(name) && (shown !== speed || value(name) > 0n) ? [line(label, shown(value(name)))] : []));
  const lines: string[] = [];
  lines.push(line('Time elapsed:', milliseconds(value('time_elapsed'))));
  lines.push(...rows([['Time elapsed w/o network:', 'time_elapsed_net', milliseconds]]));
  if (type === Type.VIR_DOMAIN_JOB_BOUNDED) lines.push(line('Time remaining:', milliseconds(value('time_remaining'))));
  for (const section of sections) {
    const sizes = section.slice(0, 3);
    if (sizes.every(([, name]) => value(name) === 0n)) continue;
    lines.push(...sizes.map(([label, name, shown]) => line(label, shown(value(name)))), ...rows(section.slice(3)));
  }
  lines.push(...rows(others(type)));
  const message = values.get('errmsg');
  if (message !== undefined) lines.push(line('Error message:', String(message)));
  return lines.map((each) => `${each}\n`).join('');
}

export const commands: readonly AnyCommand[] = [domjobinfo];
