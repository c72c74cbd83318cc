import type { DomainRef, TypedParam } from '@virtweave/core-api';
import { DomainMigrateFlags as Flags } from '@virtweave/core-api/constants';
import { command, type AnyCommand } from '../../command.ts';
import { CommandError } from '../../errors.ts';
import { readDocument } from '../../files.ts';
import { exclusive, flagsOf } from '../../flags.ts';
import type { Args } from '../../grammar/args.ts';
import { flag, needed, number, text } from '../../grammar/option.ts';
import { findDomain } from '../../objects/domain.ts';
import type { Shell } from '../../shell.ts';
import { watchJob } from '../../watch-job.ts';
import { domainOption, loose } from '../domain/options.ts';
import { timeoutOf } from '../events/wait.ts';
import { migrate } from './steps.ts';

const options = {
  domain: domainOption,
  desturi: text(
    'connection URI of the destination host as seen from the client(normal migration) or source(p2p migration)',
    needed,
  ),
  live: flag('live migration'),
  offline: flag('offline migration'),
  p2p: flag('peer-2-peer migration'),
  direct: flag('direct migration'),
  tunnelled: flag('tunnelled migration'),
  persistent: flag('persist VM on destination'),
  undefinesource: flag('undefine VM on source'),
  suspend: flag('do not restart the domain on the destination host'),
  'copy-storage-all': flag('migration with non-shared storage with full disk copy'),
  'copy-storage-inc': flag(
    'migration with non-shared storage with incremental copy (same base image shared between source and destination)',
  ),
  'copy-storage-synchronous-writes': flag(
    'force guest disk writes to be synchronously written to the destination to improve storage migration convergence',
  ),
  'change-protection': flag('prevent any configuration changes to domain until migration ends'),
  unsafe: flag('force migration even if it may be unsafe'),
  verbose: flag('display the progress of migration'),
  compressed: flag('compress repeated pages during live migration'),
  'auto-converge': flag('force convergence during live migration'),
  'rdma-pin-all': flag('pin all memory before starting RDMA live migration'),
  'abort-on-error': flag('abort on soft errors during migration'),
  postcopy: flag('enable post-copy migration; switch to it using migrate-postcopy command'),
  'postcopy-after-precopy': flag('automatically switch to post-copy migration after one pass of pre-copy'),
  'postcopy-resume': flag('resume failed post-copy migration'),
  zerocopy: flag('use zero-copy mechanism for migrating memory pages'),
  migrateuri: text('migration URI, usually can be omitted', loose),
  graphicsuri: text('graphics URI to be used for seamless graphics migration', loose),
  'listen-address': text('listen address that destination should bind to for incoming migration', loose),
  dname: text('rename to new name during migration (if supported)', loose),
  timeout: number(
    'run action specified by --timeout-* option (suspend by default) if live migration exceeds timeout (in seconds)',
    loose,
  ),
  'timeout-suspend': flag('suspend the guest after timeout'),
  'timeout-postcopy': flag('switch to post-copy after timeout'),
  xml: text('filename containing updated XML for the target', { ...loose, complete: 'file' }),
  'migrate-disks': text('comma separated list of disks to be migrated', { ...loose, complete: 'disk-target' }),
  'disks-port': number('port to use by target server for incoming disks migration', loose),
  'disks-uri': text('URI to use for disks migration (overrides --disks-port)', loose),
  'comp-methods': text('comma separated list of compression methods to be used', loose),
  'comp-mt-level': number('compress level for multithread compression', loose),
  'comp-mt-threads': number('number of compression threads for multithread compression', loose),
  'comp-mt-dthreads': number('number of decompression threads for multithread compression', loose),
  'comp-xbzrle-cache': number('page cache size for xbzrle compression', loose),
  'auto-converge-initial': number('initial CPU throttling rate for auto-convergence', loose),
  'auto-converge-increment': number('CPU throttling rate increment for auto-convergence', loose),
  'persistent-xml': text('filename containing updated persistent XML for the target', { ...loose, complete: 'file' }),
  tls: flag('use TLS for migration'),
  'postcopy-bandwidth': number('post-copy migration bandwidth limit in MiB/s', loose),
  parallel: flag('enable parallel migration'),
  'parallel-connections': number('number of connections for parallel migration', loose),
  bandwidth: number('migration bandwidth limit in MiB/s', loose),
  'tls-destination': text('override the destination host name used for TLS verification', loose),
} as const;

type MigrateArgs = Args<typeof options>;

const flagTable = {
  live: Flags.VIR_MIGRATE_LIVE,
  p2p: Flags.VIR_MIGRATE_PEER2PEER,
  tunnelled: Flags.VIR_MIGRATE_TUNNELLED,
  persistent: Flags.VIR_MIGRATE_PERSIST_DEST,
  undefinesource: Flags.VIR_MIGRATE_UNDEFINE_SOURCE,
  suspend: Flags.VIR_MIGRATE_PAUSED,
  'copy-storage-all': Flags.VIR_MIGRATE_NON_SHARED_DISK,
  'copy-storage-inc': Flags.VIR_MIGRATE_NON_SHARED_INC,
  'copy-storage-synchronous-writes': Flags.VIR_MIGRATE_NON_SHARED_SYNCHRONOUS_WRITES,
  'change-protection': Flags.VIR_MIGRATE_CHANGE_PROTECTION,
  unsafe: Flags.VIR_MIGRATE_UNSAFE,
  compressed: Flags.VIR_MIGRATE_COMPRESSED,
  'auto-converge': Flags.VIR_MIGRATE_AUTO_CONVERGE,
  'rdma-pin-all': Flags.VIR_MIGRATE_RDMA_PIN_ALL,
  offline: Flags.VIR_MIGRATE_OFFLINE,
  'abort-on-error': Flags.VIR_MIGRATE_ABORT_ON_ERROR,
  postcopy: Flags.VIR_MIGRATE_POSTCOPY,
  'postcopy-resume': Flags.VIR_MIGRATE_POSTCOPY_RESUME,
  zerocopy: Flags.VIR_MIGRATE_ZEROCOPY,
  tls: Flags.VIR_MIGRATE_TLS,
  parallel: Flags.VIR_MIGRATE_PARALLEL,
};

const migrateCommand = command({
  name: 'migrate',
  summary: 'migrate domain to another host',
  description: 'Migrate domain to another host.  Add --live for live migration.',
  options,
  async run(shell, args) {
    checkTogether(args);
    const domain = await findDomain(shell, args);
    const hypervisor = await shell.hypervisor();
    const desturi = args.needed('desturi');
    const steered = !args.flag('p2p') && !args.flag('direct');
    if (args.flag('p2p')) checkNotHere(desturi);
    if (!steered) {
      return await perform(shell, args, domain, (params, flags) =>
        hypervisor.domainMigratePerform3Params(domain, desturi, params, new Uint8Array(), flags),
      );
    }
    const { connect } = await import('@virtweave/core-api');
    const other = await connect(desturi);
    try {
      await perform(shell, args, domain, (params, flags) =>
        migrate(hypervisor, other.families.hypervisor, domain, params, flags),
      );
    } finally {
      await other.close();
    }
  },
});

/** Has it done, shows how far it is, and acts when it takes long. */
async function perform(
  shell: Shell,
  args: MigrateArgs,
  domain: DomainRef,
  work: (params: TypedParam[], flags: number) => Promise<unknown>,
): Promise<void> {
  const hypervisor = await shell.hypervisor();
  const params = await paramsOf(args);
  const milliseconds = timeoutOf(args);
  const postcopy = (): Promise<void> => hypervisor.domainMigrateStartPostCopy(domain, 0);
  const act = args.flag('timeout-postcopy') ? postcopy : () => hypervisor.domainSuspend(domain);
  const later = args.flag('postcopy-after-precopy') ? await afterFirstPass(shell, domain.uuid, postcopy) : undefined;
  try {
    await watchJob(shell, {
      domain,
      label: 'Migration',
      verbose: args.flag('verbose'),
      timeout: milliseconds === undefined ? undefined : { milliseconds, act },
      call: async () => void (await work(params, flagsOf(args, flagTable))),
    });
  } finally {
    later?.abort();
  }
}

/** Of a host that migrates by itself, the URI has to name the other one. */
function checkNotHere(uri: string): void {
  if (/^[^:/]+\+unix:/.test(uri)) return; // another socket, another daemon
  const host = /^[^:/]+:\/\/(?:[^/@]*@)?([^/?#]*)/.exec(uri)?.[1] ?? '';
  if (host === '' || host.startsWith('localhost')) throw new CommandError('Attempt to migrate guest to the same host');
}

/** @throws CommandError for options that do not go together */
function checkTogether(args: MigrateArgs): void {
  const needs = (name: keyof typeof options, other: keyof typeof options): void => {
    if (args.has(name) && !args.has(other)) throw new CommandError(`Option --${other} is required by option --${name}`);
  };
  exclusive(args, 'live', 'offline');
  exclusive(args, 'timeout-suspend', 'timeout-postcopy');
  needs('postcopy-after-precopy', 'postcopy');
  needs('postcopy-resume', 'postcopy');
  needs('timeout-postcopy', 'postcopy');
  needs('persistent-xml', 'persistent');
  needs('tls-destination', 'tls');
  const acts = args.has('timeout-suspend') || args.has('timeout-postcopy');
  if (args.has('timeout') && !args.has('live')) throw new CommandError('migrate: Unexpected timeout for offline migration');
  if (acts && !args.has('timeout')) throw new CommandError('migrate: Unexpected --timeout-* option without --timeout');
}

const strings = {
  migrateuri: 'migrate_uri',
  graphicsuri: 'graphics_uri',
  'listen-address': 'listen_address',
  dname: 'destination_name',
  'disks-uri': 'disks_uri',
  'tls-destination': 'tls.destination',
} as const;
const documents = { xml: 'destination_xml', 'persistent-xml': 'persistent_xml' } as const;
const lists = { 'migrate-disks': 'migrate_disks', 'comp-methods': 'compression' } as const;
const integers = {
  'disks-port': 'disks_port',
  'comp-mt-level': 'compression.mt.level',
  'comp-mt-threads': 'compression.mt.threads',
  'comp-mt-dthreads': 'compression.mt.dthreads',
  'auto-converge-initial': 'auto_converge.initial',
  'auto-converge-increment': 'auto_converge.increment',
  'parallel-connections': 'parallel.connections',
} as const;
const wide = {
  'comp-xbzrle-cache': 'compression.xbzrle.cache',
  bandwidth: 'bandwidth',
  'postcopy-bandwidth': 'bandwidth.postcopy',
} as const;

const namesOf = <T extends object>(table: T): (keyof T)[] => Object.keys(table) as (keyof T)[];

async function paramsOf(args: MigrateArgs): Promise<TypedParam[]> {
  if (args.has('copy-storage-synchronous-writes') && !args.has('copy-storage-all') && !args.has('copy-storage-inc')) {
    throw new CommandError("'--copy-storage-synchronous-writes' requires one of '--copy-storage-all', 'copy-storage-inc'");
  }
  const params: TypedParam[] = [];
  for (const name of namesOf(strings)) {
    const value = args.text(name);
    if (value !== undefined) params.push({ name: strings[name], type: 'string', value });
  }
  for (const name of namesOf(documents)) {
    const path = args.text(name);
    if (path !== undefined) params.push({ name: documents[name], type: 'string', value: await readDocument(path) });
  }
  for (const name of namesOf(lists)) {
    for (const value of args.text(name)?.split(',') ?? []) params.push({ name: lists[name], type: 'string', value });
  }
  for (const name of namesOf(integers)) {
    const value = args.int(name);
    if (value !== undefined) params.push({ name: integers[name], type: 'int', value });
  }
  for (const name of namesOf(wide)) {
    const value = args.ulong(name);
    if (value !== undefined) params.push({ name: wide[name], type: 'ullong', value });
  }
  return params;
}

/** Does something when all memory was sent once. @returns ends the waiting for it */
async function afterFirstPass(shell: Shell, uuid: string, act: () => Promise<void>): Promise<AbortController> {
  const over = new AbortController();
  const events = (await shell.connection()).events({ signal: over.signal, kinds: ['migration-iteration'] });
  void (async () => {
    try {
      for await (const event of events) {
        if (event.kind === 'gap' || event.domain.uuid !== uuid || event.iteration < 2) continue;
        await act();
        return;
      }
    } catch (error) {
      if (!over.signal.aborted) shell.report(error);
    }
  })();
  return over;
}

export const commands: readonly AnyCommand[] = [migrateCommand];
