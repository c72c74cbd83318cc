import { checkParams, paramValue } from '@virtweave/core-api/driver-kit';
import { readDomain, type Disk } from '@virtweave/core-conf';
import { readXml, XmlElement } from '@virtweave/core-util/xml';
import { changeDisk, jobEnded, jobInfo, jobOf, refused, whenOver } from '../block-jobs/jobs.ts';
import { startCommit, startCopy, startPull } from '../block-jobs/start.ts';
import type { QemuEngine } from '../engine/engine.ts';
import type { Guest } from '../engine/guest.ts';
import type { RunningGuest } from '../engine/running-guest.ts';
import { releaseDisk } from '../lifecycle/disks.ts';
import { diskOf } from './blocks.ts';
import { withGuest, type Members } from './members.ts';

type BlockJobs = Members<
  | 'domainBlockPull' | 'domainBlockRebase' | 'domainBlockCommit' | 'domainBlockCopy' | 'domainGetBlockJobInfo'
  | 'domainBlockJobAbort' | 'domainBlockJobSetSpeed'
>;

const MIB = 1024n * 1024n;
/** Where the flag for bytes per second stands is another one for each of them. */
const PULL_BYTES = 64;
const COMMIT = { shallow: 1, delete: 2, active: 4, bytes: 16 } as const;
const COPY = { shallow: 1, reuse: 2, synchronous: 8 } as const;
const REBASE = { shallow: 1, reuse: 2, raw: 4, copy: 8, device: 32, bytes: 64 } as const;
const ABORT = { async: 1, pivot: 2 } as const;
const SPEED_BYTES = 1;

/** Long work on the disks of a running guest. It goes on when this process ends, and the next one finds it. */
export function blockJobMembers(engine: QemuEngine): BlockJobs {
  const at = (guest: Guest, path: string): { running: RunningGuest; disk: Disk } => {
    const running = guest.requireRunning();
    return { running, disk: diskOf(running.document, path, `disk '${path}' was not found in the domain config`) };
  };

  return {
    domainBlockPull: (ref, path, bandwidth, flags, call) =>
      withGuest(engine, ref, 'modify', 'domainBlockPull', call, (guest, signal) =>
        startPull({ engine, guest, signal, ...at(guest, path) }, undefined, speed(bandwidth, (flags & PULL_BYTES) !== 0)),
      ),

    domainBlockRebase: (ref, path, base, bandwidth, flags, call) =>
      withGuest(engine, ref, 'modify', 'domainBlockRebase', call, async (guest, signal) => {
        const where = { engine, guest, signal, ...at(guest, path) };
        const rate = speed(bandwidth, (flags & REBASE.bytes) !== 0);
        if ((flags & REBASE.copy) === 0) return startPull(where, base, rate);
        if ((flags & REBASE.device) !== 0) throw refused('VIR_ERR_OPERATION_UNSUPPORTED', 'copies to block devices are not supported yet');
        return startCopy(where, {
          file: base ?? '',
          format: (flags & REBASE.raw) !== 0 ? 'raw' : undefined,
          shallow: (flags & REBASE.shallow) !== 0,
          reuse: (flags & REBASE.reuse) !== 0,
          synchronous: false,
          speed: rate,
          granularity: undefined,
          bufferSize: undefined,
        });
      }),

    domainBlockCommit: (ref, path, base, top, bandwidth, flags, call) =>
      withGuest(engine, ref, 'modify', 'domainBlockCommit', call, (guest, signal) =>
        startCommit(
          { engine, guest, signal, ...at(guest, path) },
          {
            base,
            top,
            shallow: (flags & COMMIT.shallow) !== 0,
            active: (flags & COMMIT.active) !== 0,
            speed: speed(bandwidth, (flags & COMMIT.bytes) !== 0),
          },
        ),
      ),

    domainBlockCopy: (ref, path, destxml, params, flags, call) =>
      withGuest(engine, ref, 'modify', 'domainBlockCopy', call, async (guest, signal) => {
        checkParams(params, { bandwidth: 'ullong', granularity: 'uint', buf_size: 'ullong' });
        const { source, driver } = readDestination(destxml);
        if (source.type !== 'file') throw refused('VIR_ERR_OPERATION_UNSUPPORTED', `copies to sources of type '${source.type}' are not supported yet`);
        await startCopy(
          { engine, guest, signal, ...at(guest, path) },
          {
            file: source.file ?? '',
            format: driver?.type,
            shallow: (flags & COPY.shallow) !== 0,
            reuse: (flags & COPY.reuse) !== 0,
            synchronous: (flags & COPY.synchronous) !== 0,
            speed: paramValue(params, 'bandwidth', 'ullong') ?? 0n,
            granularity: paramValue(params, 'granularity', 'uint'),
            bufferSize: paramValue(params, 'buf_size', 'ullong'),
          },
        );
      }),

    domainGetBlockJobInfo: (ref, path, flags, call) =>
      withGuest(engine, ref, 'query', 'domainGetBlockJobInfo', call, async (guest, signal) => {
        const { running, disk } = at(guest, path);
        const job = await jobOf(running, disk.target.dev, signal);
        return job === undefined ? undefined : jobInfo(job, (flags & SPEED_BYTES) !== 0);
      }),

    domainBlockJobSetSpeed: (ref, path, bandwidth, flags, call) =>
      withGuest(engine, ref, 'modify', 'domainBlockJobSetSpeed', call, async (guest, signal) => {
        const { running, disk } = at(guest, path);
        const job = (await jobOf(running, disk.target.dev, signal)) ?? noJob(disk);
        await running.monitor.execute('block-job-set-speed', { device: job.name, speed: speed(bandwidth, (flags & SPEED_BYTES) !== 0) }, { signal });
      }),

    domainBlockJobAbort: (ref, path, flags, call) =>
      withGuest(engine, ref, 'modify', 'domainBlockJobAbort', call, async (guest, signal) => {
        const { running, disk } = at(guest, path);
        const { dev } = disk.target;
        const job = (await jobOf(running, dev, signal)) ?? noJob(disk);
        const { mirror } = disk;
        const { monitor } = running;
        if ((flags & ABORT.pivot) === 0) {
          await finish(guest, running, dev, job.name, (flags & ABORT.async) !== 0, () => monitor.execute('block-job-cancel', { device: job.name }), signal);
          if (mirror?.job === 'copy') await releaseDisk(engine, guest, { ...disk, source: mirror.source });
          return;
        }
        if (mirror === undefined) throw refused('VIR_ERR_OPERATION_INVALID', `pivot of disk '${dev}' requires an active copy job`);
        if (!job.ready) throw refused('VIR_ERR_BLOCK_COPY_ACTIVE', `block job '${job.name}' not ready for pivot yet`);
        // On disk first: whoever finds the guest knows what was wanted.
        await changeDisk(engine, guest, running, dev, (one) => ({ ...one, ...(one.mirror && { mirror: { ...one.mirror, ready: 'pivot' } }) }));
        await finish(guest, running, dev, job.name, (flags & ABORT.async) !== 0, () => monitor.execute('job-complete', { id: job.name }), signal);
      }),
  };

  async function finish(
    guest: Guest,
    running: RunningGuest,
    target: string,
    name: string,
    leave: boolean,
    ask: () => Promise<unknown>,
    signal: AbortSignal,
  ): Promise<void> {
    if (leave) {
      await ask();
      return;
    }
    await whenOver(running, name, ask, signal);
    await jobEnded(engine, guest, running, target);
  }
}

/** Bytes per second. */
function speed(bandwidth: bigint, bytes: boolean): bigint {
  return bytes ? bandwidth : bandwidth * MIB;
}

function noJob(disk: Disk): never {
  throw refused('VIR_ERR_INVALID_ARG', `disk ${disk.target.dev} does not have an active block job`);
}

/** `<disk>` of a copy: a source and a driver, mostly without a target. */
function readDestination(xml: string): Disk {
  const given = readXml(xml, { name: '(disk_definition)' });
  const target = given.child('target') === undefined ? [new XmlElement('target', new Map([['dev', 'vda']]), [])] : [];
  const disk = new XmlElement('disk', given.attributes, [...given.children, ...target]);
  const frame = readXml("<domain type='qemu'><name>copy</name><memory>1</memory><os><type>hvm</type></os></domain>");
  const document = readDomain(new XmlElement('domain', frame.attributes, [...frame.children, new XmlElement('devices', new Map(), [disk])]), { inactive: true });
  return document.devices.disks[0] as Disk;
}

