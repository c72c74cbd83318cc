import type { DomainRef, TypedParam } from '@virtweave/core-api';
import { DomainBlockCopyFlags as Copy, DomainBlockRebaseFlags as Rebase } from '@virtweave/core-api/constants';
import { XmlWriter } from '@virtweave/core-util/xml';
import { command, type AnyCommand } from '../../command.ts';
import { CommandError } from '../../errors.ts';
import { readDocument } from '../../files.ts';
import { exclusive, flagsOf } from '../../flags.ts';
import type { AnyArgs, Args } from '../../grammar/args.ts';
import { flag, needed, number, text } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import type { Shell } from '../../shell.ts';
import { domainOption, loose } from '../domain/options.ts';
import { asyncOption, checkEnd, conclude, needsWaiting, timeoutOption, verboseOption, waitForJob } from './wait.ts';

const options = {
  domain: domainOption,
  path: text('fully-qualified path of source disk', { ...needed, complete: 'disk-target' }),
  dest: text('path of the copy to create', { ...loose, complete: 'file' }),
  bandwidth: number('bandwidth limit in MiB/s', loose),
  shallow: flag('make the copy share a backing chain'),
  'reuse-external': flag('reuse existing destination'),
  blockdev: flag('copy destination is block device instead of regular file'),
  wait: flag('wait for job to reach mirroring phase'),
  verbose: verboseOption,
  timeout: timeoutOption('implies --wait, abort if copy exceeds timeout (in seconds)'),
  pivot: flag('implies --wait, pivot when mirroring starts'),
  finish: flag('implies --wait, quit when mirroring starts'),
  async: asyncOption,
  xml: text('filename containing XML description of the copy destination', { ...loose, complete: 'file' }),
  format: text('format of the destination file', { ...loose, complete: 'image-format' }),
  granularity: number('power-of-two granularity to use during the copy', loose),
  'buf-size': number('maximum amount of in-flight data during the copy', loose),
  bytes: flag('the bandwidth limit is in bytes/s rather than MiB/s'),
  'transient-job': flag('the copy job is not persisted if VM is turned off'),
  'synchronous-writes': flag('the copy job forces guest writes to be synchronously written to the destination'),
  'print-xml': flag('print the XML used to start the copy job instead of starting the job'),
} as const;

const blockcopy = command({
  name: 'blockcopy',
  summary: 'Start a block copy operation.',
  description: 'Copy a disk backing image chain to dest.',
  options,
  async run(shell, args) {
    exclusive(args, 'pivot', 'finish');
    exclusive(args, 'dest', 'xml');
    exclusive(args, 'format', 'xml');
    exclusive(args, 'blockdev', 'xml');
    const path = args.needed('path');
    const concluded = args.flag('pivot') || args.flag('finish');
    const waits = concluded || args.flag('wait') || args.has('timeout');
    if (!waits) needsWaiting(args, '--timeout, --wait, --pivot, or --finish');
    if (!args.has('dest') && !args.has('xml')) throw new CommandError('need either --dest or --xml');
    const domain = await findDomain(shell, args);
    const start = await prepared(shell, args, domain);
    if (!start) return;
    if (!waits) {
      await start();
      return shell.extra('Block Copy started');
    }
    const job = { domain, path, label: 'Block Copy' };
    const end = await waitForJob(shell, args, job, start);
    checkEnd(shell, end, 'Copy');
    if (concluded) await conclude(shell, job, args.flag('pivot'), args.flag('async'));
    shell.extra(`\n${args.flag('pivot') ? 'Successfully pivoted' : args.flag('finish') ? 'Successfully copied' : 'Now in mirroring phase'}`);
  },
});

/** What only the newer of libvirt's two functions can do; the format that the older one knows is `raw`. */
const newer = ['xml', 'granularity', 'buf-size', 'transient-job', 'synchronous-writes', 'print-xml'] as const;

/** What starts the job; nothing when its document was only to be shown. */
async function prepared(shell: Shell, args: Args<typeof options>, domain: DomainRef): Promise<(() => Promise<void>) | undefined> {
  const path = args.needed('path');
  const hypervisor = await shell.hypervisor();
  const granularity = args.uint('granularity');
  const buffer = args.ulong('buf-size');
  const speed = (args.flag('bytes') ? args.bytes('bandwidth', 1) : args.ulong('bandwidth')) ?? 0n;
  const raw = args.text('format') === 'raw';
  if (!newer.some((name) => args.has(name)) && (raw || !args.has('format'))) {
    const flags = flagsOf(args, {
      shallow: Rebase.VIR_DOMAIN_BLOCK_REBASE_SHALLOW,
      'reuse-external': Rebase.VIR_DOMAIN_BLOCK_REBASE_REUSE_EXT,
      blockdev: Rebase.VIR_DOMAIN_BLOCK_REBASE_COPY_DEV,
      bytes: Rebase.VIR_DOMAIN_BLOCK_REBASE_BANDWIDTH_BYTES,
    }) | Rebase.VIR_DOMAIN_BLOCK_REBASE_COPY | (raw ? Rebase.VIR_DOMAIN_BLOCK_REBASE_COPY_RAW : 0);
    return () => hypervisor.domainBlockRebase(domain, path, args.text('dest'), speed, flags);
  }
  const file = args.text('xml');
  const xml = file === undefined ? destinationXml(args) : await readDocument(file);
  if (args.flag('print-xml')) {
    shell.print(xml);
    return undefined;
  }
  const params: TypedParam[] = [];
  if (speed > 0n) params.push({ name: 'bandwidth', type: 'ullong', value: args.flag('bytes') ? speed : speed << 20n });
  if (granularity) params.push({ name: 'granularity', type: 'uint', value: granularity });
  if (buffer) params.push({ name: 'buf-size', type: 'ullong', value: buffer });
  const flags = flagsOf(args, {
    shallow: Copy.VIR_DOMAIN_BLOCK_COPY_SHALLOW,
    'reuse-external': Copy.VIR_DOMAIN_BLOCK_COPY_REUSE_EXT,
    'transient-job': Copy.VIR_DOMAIN_BLOCK_COPY_TRANSIENT_JOB,
    'synchronous-writes': Copy.VIR_DOMAIN_BLOCK_COPY_SYNCHRONOUS_WRITES,
  });
  return () => hypervisor.domainBlockCopy(domain, path, xml, params, flags);
}

function destinationXml(args: AnyArgs): string {
  const block = args.flag('blockdev');
  const w = new XmlWriter();
  w.open('disk').attr('type', block ? 'block' : 'file');
  w.open('source').attr(block ? 'dev' : 'file', args.needed('dest')).close();
  const format = args.text('format');
  if (format !== undefined) w.open('driver').attr('type', format).close();
  w.close();
  return w.toString();
}

export const commands: readonly AnyCommand[] = [blockcopy];
