import { ParamList, checkParams, paramValue, type ParamSpec } from '@virtweave/core-api/driver-kit';
import type { TypedParams } from '@virtweave/core-api';
import type { Disk, Domain, Iotune } from '@virtweave/core-conf';
import { VirtError } from '@virtweave/core-util';
import { readImage } from '../block/file-facts.ts';
import { liveDisk, queryBlock, type LiveDisk } from '../block/live-disk.ts';
import type { QemuEngine } from '../engine/engine.ts';
import { iotuneKey, iotuneLimits, setThrottle } from '../lifecycle/throttle.ts';
import type { Json } from '../qmp/index.ts';
import { changeDefinition, changeLive, refuseBoth } from './change.ts';
import { withGuest, type Members } from './members.ts';
import { impactOf } from './metadata.ts';

type Blocks = Members<
  | 'domainGetBlockInfo' | 'domainBlockStatsFlags' | 'domainGetDiskErrors' | 'domainBlockResize' | 'domainBlockPeek'
  | 'domainSetBlockThreshold' | 'domainGetBlockIoTune' | 'domainSetBlockIoTune'
>;

const RESIZE_BYTES = 1;
/** Most bytes of one look into a disk (`VIR_DOMAIN_BLOCK_PEEK` over the wire). */
const MAX_PEEK = 4 * 1024 * 1024;

const iotuneSpec: ParamSpec = { group_name: 'string', ...Object.fromEntries(iotuneLimits.map((name) => [name, 'ullong' as const])) };

/** By what QEMU says of a drive: `virDomainDiskErrorCode`. */
const diskErrors = { failed: 1, nospace: 2 } as const;

/** Disks: what they count, how large they are, their limits. */
export function blockMembers(engine: QemuEngine): Blocks {
  const { host } = engine;
  return {
    domainGetBlockInfo: (ref, path, _flags, call) =>
      withGuest(engine, ref, 'query', 'domainGetBlockInfo', call, async (guest, signal) => {
        const disk = diskOf(guest.document, path, `invalid path ${path} not assigned to domain`);
        if (guest.running !== undefined) {
          const live = await liveDisk(guest.running, disk, signal);
          if (live.image === undefined) return { capacity: 0n, allocation: 0n, physical: 0n };
          const { capacity, allocation, physical } = live.image;
          const file = fileOf(disk);
          const size = file === undefined ? undefined : (await host.stat(file, { signal }))?.size;
          return { capacity, allocation: allocation ?? physical ?? capacity, physical: size === undefined ? (physical ?? capacity) : BigInt(size) };
        }
        const file = fileOf(disk);
        if (file === undefined) throw unsupported(`disk '${disk.target.dev}' has no file whose size could be asked while the domain is off`);
        return readImage(host, file, disk.driver?.type, signal);
      }),

    domainBlockStatsFlags: (ref, path, _flags, call) =>
      withGuest(engine, ref, 'query', 'domainBlockStatsFlags', call, async (guest, signal) => {
        const running = guest.requireRunning();
        const disks = path === '' ? running.document.devices.disks : [diskOf(running.document, path, `invalid path: ${path}`)];
        const counters = await queryBlock(running, signal);
        const total = { ...noStats };
        for (const disk of disks) {
          const stats = counters.statsOf(disk);
          if (stats === undefined) {
            if (path === '') continue;
            throw new VirtError('VIR_ERR_INTERNAL_ERROR', `cannot find statistics for device '${disk.alias ?? disk.target.dev}'`, { domain: 'VIR_FROM_QEMU' });
          }
          for (const name of statNames) total[name] += bigintOf(stats[sourceOf[name]]);
        }
        const params = new ParamList();
        for (const name of statNames) params.llong(name, total[name]);
        return params.list;
      }),

    domainGetDiskErrors: (ref, _flags, call) =>
      withGuest(engine, ref, 'query', 'domainGetDiskErrors', call, async (guest, signal) => {
        const running = guest.requireRunning();
        const state = await queryBlock(running, signal);
        return running.document.devices.disks.flatMap((disk) => {
          const status = state.deviceOf(disk)?.['io-status'];
          return status === 'failed' || status === 'nospace' ? [{ disk: disk.target.dev, error: diskErrors[status] }] : [];
        });
      }),

    domainBlockResize: (ref, path, size, flags, call) =>
      withGuest(engine, ref, 'modify', 'domainBlockResize', call, async (guest, signal) => {
        if (path === '') throw invalid('empty path');
        const running = guest.requireRunning();
        const disk = diskOf(running.document, path, `invalid path: ${path}`);
        const bytes = (flags & RESIZE_BYTES) !== 0 ? size : size * 1024n;
        const node = nodeOf(await liveDisk(running, disk, signal), disk);
        // Whole sectors, as QEMU wants it.
        await running.monitor.execute('block_resize', { 'node-name': node, size: ((bytes + 511n) / 512n) * 512n }, { signal, timeout: 0 });
      }),

    domainBlockPeek: (ref, path, offset, size, _flags, call) =>
      withGuest(engine, ref, 'query', 'domainBlockPeek', call, async (guest, signal) => {
        const disk = diskOf(guest.document, path, `invalid disk or path '${path}'`);
        const file = fileOf(disk);
        if (file === undefined || (disk.driver?.type ?? 'raw') !== 'raw') {
          throw unsupported(`peeking is only supported for disk with 'raw' format not '${disk.driver?.type ?? 'unknown'}'`);
        }
        if (size > MAX_PEEK) throw invalid(`size must be less than ${MAX_PEEK}`);
        return host.readFile(file, { offset: Number(offset), length: size, signal });
      }),

    domainSetBlockThreshold: (ref, dev, threshold, _flags, call) =>
      withGuest(engine, ref, 'modify', 'domainSetBlockThreshold', call, async (guest, signal) => {
        const running = guest.requireRunning();
        const disk = diskOf(running.document, dev, `invalid path: ${dev}`);
        const { storage } = await liveDisk(running, disk, signal);
        if (storage === undefined) throw new VirtError('VIR_ERR_OPERATION_UNSUPPORTED', `threshold currently can't be set for block device '${dev}'`, { domain: 'VIR_FROM_QEMU' });
        await running.monitor.execute('block-set-write-threshold', { 'node-name': storage, 'write-threshold': threshold }, { signal });
      }),

    async domainGetBlockIoTune(ref, path = '', flags) {
      refuseBoth(flags);
      const guest = engine.guests.get(ref);
      const document = impactOf(guest, flags).live ? guest.document : guest.requirePersistent();
      const { iotune = {} } = diskOf(document, path, `disk '${path}' was not found in the domain config`);
      const params = new ParamList();
      for (const name of iotuneLimits.slice(0, sizeAt + 1)) params.ullong(name, BigInt(iotune[iotuneKey(name)] ?? 0));
      if (iotune.groupName !== undefined) params.string('group_name', iotune.groupName);
      for (const name of iotuneLimits.slice(sizeAt + 1)) params.ullong(name, BigInt(iotune[iotuneKey(name)] ?? 0));
      return params.list;
    },

    domainSetBlockIoTune: (ref, path, params, flags, call) =>
      withGuest(engine, ref, 'modify', 'domainSetBlockIoTune', call, async (guest, signal) => {
        checkParams(params, iotuneSpec);
        const wish = iotuneOf(params);
        const { live, config } = impactOf(guest, flags);
        const absent = `disk '${path}' was not found in the domain config`;
        const change = (document: Domain): Domain => {
          const { target } = diskOf(document, path, absent);
          const disks = document.devices.disks.map((disk) => (disk.target.dev === target.dev ? { ...disk, iotune: merged(disk.iotune, wish) } : disk));
          return { ...document, devices: { ...document.devices, disks } };
        };
        if (config) change(guest.requirePersistent());
        if (live) {
          const running = guest.requireRunning();
          const disk = diskOf(running.document, path, absent);
          await setThrottle(running, { ...disk, iotune: merged(disk.iotune, wish) }, signal);
          await changeLive(engine, guest, change);
          const told = params.map((param) => ({ ...param, name: `blkdeviotune.${param.name}` }));
          engine.events.emit({
            kind: 'tunable',
            domain: guest.ref,
            params: [{ name: 'blkdeviotune.disk', type: 'string', value: disk.target.dev }, ...told],
          });
        }
        if (config) await changeDefinition(engine, guest, change);
      }),
  };
}

const sizeAt = iotuneLimits.indexOf('size_iops_sec');

/** Counters in libvirt's order. */
const sourceOf = {
  wr_bytes: 'wr_bytes',
  wr_operations: 'wr_operations',
  rd_bytes: 'rd_bytes',
  rd_operations: 'rd_operations',
  flush_operations: 'flush_operations',
  wr_total_times: 'wr_total_time_ns',
  rd_total_times: 'rd_total_time_ns',
  flush_total_times: 'flush_total_time_ns',
} as const;
type StatName = keyof typeof sourceOf;
const statNames = Object.keys(sourceOf) as readonly StatName[];
const noStats = Object.fromEntries(statNames.map((name) => [name, 0n])) as Readonly<Record<StatName, bigint>>;

function bigintOf(value: Json | undefined): bigint {
  return typeof value === 'number' || typeof value === 'bigint' ? BigInt(value) : 0n;
}

/** The disk of this target or this source. */
export function diskOf({ devices }: Domain, path: string, absent: string): Disk {
  const found = devices.disks.find((disk) => disk.target.dev === path) ?? devices.disks.find((disk) => path !== '' && fileOf(disk) === path);
  if (found === undefined) throw invalid(absent);
  return found;
}

function fileOf({ source }: Disk): string | undefined {
  return source.type === 'file' ? source.file : source.type === 'block' ? source.dev : undefined;
}

function nodeOf({ node }: LiveDisk, disk: Disk): string {
  if (node === undefined) throw invalid(`disk '${disk.target.dev}' is empty`);
  return node;
}

function iotuneOf(params: TypedParams): Iotune {
  const values = new Map<string, bigint>();
  for (const name of iotuneLimits) {
    const value = paramValue(params, name, 'ullong');
    if (value !== undefined) values.set(name, value);
  }
  const of = (name: string): bigint => values.get(name) ?? 0n;
  for (const what of ['bytes_sec', 'iops_sec', 'bytes_sec_max', 'iops_sec_max']) {
    if (of(`total_${what}`) > 0n && (of(`read_${what}`) > 0n || of(`write_${what}`) > 0n))
      throw invalid(`total and read/write of ${what} cannot be set at the same time`);
  }
  const group = paramValue(params, 'group_name', 'string');
  return { ...Object.fromEntries([...values].map(([name, value]) => [iotuneKey(name), value])), ...(group !== undefined && { groupName: group }) };
}

/** What a call does not name stays, but one kind of limit takes the place of the other. */
function merged(old: Iotune = {}, wish: Iotune): Iotune {
  const result: Record<string, Iotune[keyof Iotune]> = { ...old };
  for (const [what, most] of [['Bytes', ''], ['Iops', ''], ['Bytes', 'Max'], ['Iops', 'Max']] as const) {
    const total = `total${what}Sec${most}`;
    const parts = [`read${what}Sec${most}`, `write${what}Sec${most}`];
    const given = wish as Record<string, Iotune[keyof Iotune]>;
    if ((given[total] ?? 0n) !== 0n) for (const part of parts) delete result[part];
    else if (parts.some((part) => (given[part] ?? 0n) !== 0n)) delete result[total];
  }
  return { ...(result as Iotune), ...wish };
}

function invalid(detail: string): VirtError {
  return new VirtError('VIR_ERR_INVALID_ARG', detail, { domain: 'VIR_FROM_QEMU' });
}

function unsupported(detail: string): VirtError {
  return new VirtError('VIR_ERR_OPERATION_INVALID', detail, { domain: 'VIR_FROM_QEMU' });
}
