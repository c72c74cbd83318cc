import { VirtError } from '@virtweave/core-util';
import type { HugePage, MemoryDevice, NumaMode } from '@virtweave/core-conf';
import { parseBitmap } from './cpuset.ts';
import type { CommandBuilder } from './builder.ts';
import { unsupported } from './builder.ts';
import type { Props } from './json.ts';

/** A piece of guest memory: the whole of it, a NUMA cell, or a memory device. */
export interface MemoryPart {
  /** Id of the object: `pc.ram`, `ram-node0`, `memdimm0`. */
  readonly id: string;
  /** KiB. */
  readonly size: number;
  /** NUMA node of the guest. */
  readonly node?: number;
  readonly access?: 'shared' | 'private';
  readonly discard?: boolean;
  readonly device?: MemoryDevice;
  /** The memory of a machine without NUMA cells, which keeps its migration name. */
  readonly isSystem: boolean;
}

export interface MemoryBackend {
  readonly props: Props;
  /** A back end with nothing special, which older ways of naming memory cover too. */
  readonly plain: boolean;
  /** Threads that touch the memory at start run on these nodes. */
  readonly threadContext?: Props;
}

const systemPage = 4;

/** Size of the pages behind a node, in KiB. */
export function pagesizeOf(build: CommandBuilder, node: number | undefined): number {
  const huge = build.domain.memoryBacking?.hugepages;
  if (huge === undefined) return systemPage;
  const pages = huge.pages ?? [];
  if (pages.length === 0)
    return build.context.config.hugepages.find((mount) => mount.isDefault)?.size ?? defaultMissing();
  const general = pages.find((page) => page.nodeset === undefined);
  const found =
    node === undefined
      ? (general ?? pages.find((page) => inSet(page, 0)))
      : (pages.find((page) => inSet(page, node)) ?? general);
  return found?.size ?? systemPage;
}

const inSet = (page: HugePage, node: number): boolean =>
  page.nodeset !== undefined && parseBitmap(page.nodeset).includes(node);

function defaultMissing(): never {
  throw unsupported('hugepages are disabled by administrator config');
}

/** The back end of a piece of memory. */
export function memoryBackend(build: CommandBuilder, part: MemoryPart): MemoryBackend {
  const { domain, context } = build;
  const backing = domain.memoryBacking;
  const device = part.device;
  const node = part.node;
  const path = device?.source?.path;
  const isNvdimm = device?.model === 'nvdimm' || device?.model === 'virtio-pmem';

  let pagesize = device?.source?.pagesize ?? (isNvdimm ? undefined : pagesizeOf(build, node));
  if (isNvdimm) pagesize = undefined;
  const huge = pagesize !== undefined && pagesize !== systemPage ? pagesize : undefined;
  const cell = domain.cpu?.numa?.cells?.find((candidate, i) => (candidate.id ?? i) === node);
  const access = part.access ?? cell?.memAccess ?? backing?.access;
  const discard = part.discard ?? cell?.discard ?? backing?.discard;
  const { mode, nodeset } = placement(build, node, device);
  const source = backing?.source;
  const prealloc = isNvdimm && device?.source?.pmem === true ? false : backing?.allocation?.mode === 'immediate';

  const props: Record<string, Props[string]> = {};
  if (device?.model === 'sgx-epc') {
    props['qom-type'] = 'memory-backend-epc';
    props['id'] = part.id;
    props['prealloc'] = true;
    props['size'] = part.size * 1024;
    if (nodeset !== undefined) {
      props['host-nodes'] = nodeset;
      props['policy'] = mode;
    }
    return { props, plain: false };
  }
  let preallocated = prealloc;
  if (
    path !== undefined ||
    (huge !== undefined && source !== 'memfd') ||
    source === 'file' ||
    (access === 'shared' && source === undefined)
  ) {
    props['qom-type'] = 'memory-backend-file';
    props['id'] = part.id;
    if (path !== undefined) {
      props['mem-path'] = path;
      if (device?.source?.pmem !== true && device?.model !== 'virtio-pmem') preallocated = true;
    } else if (huge !== undefined) {
      const mount = context.config.hugepages.find(({ size }) => size === huge);
      if (mount === undefined) {
        throw new VirtError('VIR_ERR_INTERNAL_ERROR', `Unable to find any usable hugetlbfs mount for ${huge} KiB`, {
          domain: 'VIR_FROM_QEMU',
        });
      }
      props['mem-path'] = `${mount.path}/libvirt/qemu/${context.folders.shortName}`;
      preallocated = true;
    } else {
      props['mem-path'] = `${context.folders.memoryBacking}/${context.folders.shortName}/${part.id}`;
    }
    if (device?.model === 'virtio-mem') preallocated = false;
  } else if (source === 'memfd') {
    props['qom-type'] = 'memory-backend-memfd';
    props['id'] = part.id;
    if (huge !== undefined) {
      props['hugetlb'] = true;
      props['hugetlbsize'] = huge * 1024;
      preallocated = true;
    }
  } else {
    props['qom-type'] = 'memory-backend-ram';
    props['id'] = part.id;
  }
  if (discard !== undefined && props['qom-type'] === 'memory-backend-file') props['discard-data'] = discard;
  // A virtio-fs or vhost-user device maps the guest's memory, which has to be shared then.
  if (access !== undefined && props['qom-type'] !== 'memory-backend-ram') props['share'] = access === 'shared';
  else if (access === 'shared') props['share'] = true;
  if (
    part.isSystem &&
    props['qom-type'] !== 'memory-backend-ram' &&
    build.has('memory-backend-file.x-use-canonical-path-for-ramblock-id')
  ) {
    props['x-use-canonical-path-for-ramblock-id'] = false;
  }
  if (preallocated) {
    props['prealloc'] = true;
    if (backing?.allocation?.threads !== undefined && backing.allocation.threads > 0)
      props['prealloc-threads'] = backing.allocation.threads;
  }
  if (device?.model === 'virtio-mem') props['reserve'] = false;
  props['size'] = BigInt(part.size) * 1024n;
  if (device?.source?.alignsize !== undefined) props['align'] = device.source.alignsize * 1024;
  if (device?.source?.pmem === true) props['pmem'] = true;
  if (nodeset !== undefined) {
    props['host-nodes'] = nodeset;
    props['policy'] = mode;
  }
  let threadContext: Props | undefined;
  if (preallocated && nodeset !== undefined && build.has('thread-context')) {
    const affinity = nodesOfEmulator(build, nodeset);
    if (affinity.length > 0) {
      threadContext = { 'qom-type': 'thread-context', id: `tc-${part.id}`, 'node-affinity': affinity };
      props['prealloc-context'] = `tc-${part.id}`;
    }
  }
  const plain =
    props['qom-type'] === 'memory-backend-ram' &&
    nodeset === undefined &&
    props['share'] === undefined &&
    !preallocated;
  return threadContext === undefined ? { props, plain } : { props, plain, threadContext };
}

/** Of these nodes, those on which QEMU's own threads may run: threads that it makes cannot leave them. */
function nodesOfEmulator({ domain, context }: CommandBuilder, nodeset: readonly number[]): readonly number[] {
  const { nodeOfCpu, autoNodeset } = context.host;
  const { vcpu, cputune } = domain;
  if (cputune?.emulatorpin === undefined && vcpu.placement === 'auto' && autoNodeset !== undefined) {
    const allowed = parseBitmap(autoNodeset);
    return nodeset.filter((node) => allowed.includes(node));
  }
  const pinned = cputune?.emulatorpin?.cpuset ?? vcpu.cpuset;
  if (pinned === undefined || nodeOfCpu === undefined) return nodeset;
  const allowed = new Set(parseBitmap(pinned).map(nodeOfCpu));
  return nodeset.filter((node) => allowed.has(node));
}

const policies: Readonly<Record<NumaMode, string | undefined>> = {
  strict: 'bind',
  preferred: 'preferred',
  interleave: 'interleave',
  restrictive: undefined,
};

/** Host nodes and policy for a piece of memory. */
function placement(
  build: CommandBuilder,
  node: number | undefined,
  device?: MemoryDevice,
): { mode?: string; nodeset?: number[] } {
  const { domain, context } = build;
  if (device?.source?.nodemask !== undefined) return { mode: 'bind', nodeset: parseBitmap(device.source.nodemask) };
  const numatune = domain.numatune;
  const memnode = node === undefined ? undefined : numatune?.memnodes?.find(({ cellid }) => cellid === node);
  if (memnode !== undefined) return policy(memnode.mode, parseBitmap(memnode.nodeset));
  const memory = numatune?.memory;
  if (memory === undefined) return {};
  const automatic = memory.placement === 'auto';
  const nodes = automatic ? context.host.autoNodeset : memory.nodeset;
  if (nodes === undefined) return {};
  return policy(memory.mode ?? 'strict', parseBitmap(nodes));
}

function policy(mode: NumaMode, nodeset: number[]): { mode?: string; nodeset?: number[] } {
  const name = policies[mode];
  return name === undefined ? {} : { mode: name, nodeset };
}
