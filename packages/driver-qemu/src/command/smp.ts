import type { CommandBuilder } from './builder.ts';

/** `-smp`. */
export function smp(build: CommandBuilder): void {
  const { domain } = build;
  const { max, current } = domain.vcpu;
  const online = domain.vcpus === undefined ? (current ?? max) : domain.vcpus.filter((vcpu) => vcpu.enabled).length;
  const hotpluggable = domain.vcpus?.filter((vcpu) => vcpu.enabled && vcpu.hotpluggable === true).length ?? 0;
  const parts = [String(Math.max(online - hotpluggable, 1))];
  if (online - hotpluggable !== max) parts.push(`maxcpus=${max}`);
  const topology = domain.cpu?.topology;
  if (topology === undefined) parts.push(`sockets=${max}`, 'cores=1', 'threads=1');
  else {
    parts.push(`sockets=${topology.sockets}`);
    if (build.has('smp-dies')) parts.push(`dies=${topology.dies ?? 1}`);
    else if ((topology.dies ?? 1) !== 1) build.unsupported('Only 1 die per socket is supported');
    if (build.has('smp-clusters')) parts.push(`clusters=${topology.clusters ?? 1}`);
    else if ((topology.clusters ?? 1) !== 1) build.unsupported('Only 1 cluster per die is supported');
    parts.push(`cores=${topology.cores}`, `threads=${topology.threads}`);
  }
  build.add('-smp', parts.join(','));
}

/** I/O threads, and the pool of the main loop. */
export function iothreads(build: CommandBuilder): void {
  const { domain } = build;
  const listed = domain.iothreadIds ?? [];
  const all = [...listed];
  const used = new Set(listed.map(({ id }) => id));
  for (let id = 1; all.length < (domain.iothreads ?? 0); id += 1) {
    if (!used.has(id)) all.push({ id });
  }
  for (const { id, threadPoolMin, threadPoolMax, poll } of all) {
    build.object({
      'qom-type': 'iothread',
      id: `iothread${id}`,
      'thread-pool-min': threadPoolMin,
      'thread-pool-max': threadPoolMax,
      'poll-max-ns': poll?.max,
      'poll-grow': poll?.grow,
      'poll-shrink': poll?.shrink,
    });
  }
  const main = domain.defaultIothread;
  if (main !== undefined) {
    build.object({
      'qom-type': 'main-loop',
      id: 'main-loop',
      'thread-pool-min': main.threadPoolMin,
      'thread-pool-max': main.threadPoolMax,
    });
  }
}
