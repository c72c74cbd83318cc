import type { Filesystem } from '@virtweave/core-conf';

/**
 * What virtiofsd is told of the folder that it serves (`qemuVirtioFSBuildCommandLine`). It makes its socket itself: a socket
 * that Node makes does not wait, which virtiofsd takes for an error.
 */
export function virtiofsdArguments({ source, binary, idmap }: Filesystem, socket: string): string[] {
  const options = [`source=${escapeComma((source.type === 'mount' ? source.dir : undefined) ?? '')}`];
  if (binary?.cache?.mode !== undefined) options.push(`cache=${binary.cache.mode}`);
  if (binary?.sandbox?.mode !== undefined) options.push(`sandbox=${binary.sandbox.mode}`);
  if (binary?.xattr !== undefined) options.push(binary.xattr ? 'xattr' : 'no_xattr');
  if (binary?.lock?.flock !== undefined) options.push(binary.lock.flock ? 'flock' : 'no_flock');
  if (binary?.lock?.posix !== undefined) options.push(binary.lock.posix ? 'posix_lock' : 'no_posix_lock');
  return [
    `--socket-path=${socket}`,
    '-o',
    options.join(','),
    ...(binary?.threadPool === undefined ? [] : [`--thread-pool-size=${binary.threadPool}`]),
    ...(binary?.openfiles === undefined ? [] : [`--rlimit-nofile=${binary.openfiles}`]),
    ...(idmap?.uid ?? []).flatMap(({ start, target, count }) => ['--uid-map', `:${start}:${target}:${count}:`]),
    ...(idmap?.gid ?? []).flatMap(({ start, target, count }) => ['--gid-map', `:${start}:${target}:${count}:`]),
  ];
}

const escapeComma = (text: string): string => text.replaceAll(',', ',,');
