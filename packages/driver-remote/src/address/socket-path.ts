import type { Host } from '@virtweave/core-util';
import type { RemoteAddress } from './address.ts';

/** Drivers whose daemon is not called `virtDRIVERd`. */
const daemons: Readonly<Record<string, string>> = { xen: 'virtxend', ch: 'virtchd', nodedev: 'virtnodedevd' };

/**
 * The socket to connect to, as libvirt chooses it: the one named, that of the driver's own daemon when it is there, else
 * libvirtd's.
 */
export async function socketPath(address: RemoteAddress, readOnly: boolean, host: Host): Promise<string> {
  const { socket, mode = 'auto' } = address.params;
  if (socket !== undefined) return socket;
  const folder = address.session ? sessionFolder() : '/var/run/libvirt';
  // A session has one socket only.
  const end = readOnly && !address.session ? '-sock-ro' : '-sock';
  const legacy = `${folder}/libvirt${end}`;
  const daemon = daemons[address.driver] ?? `virt${address.driver}d`;
  const direct = address.driver === 'remote' || address.driver === 'test' ? undefined : `${folder}/${daemon}${end}`;
  if (mode === 'legacy' || direct === undefined) return legacy;
  if (mode === 'direct') return direct;
  // On the other end of a tunnel nobody can look beforehand.
  if (address.transport !== 'unix') return legacy;
  return (await host.stat(direct)) === undefined ? legacy : direct;
}

function sessionFolder(): string {
  const { XDG_RUNTIME_DIR: runtime, XDG_CACHE_HOME: cache, HOME: home = '/' } = process.env;
  if (runtime !== undefined && runtime !== '') return `${runtime}/libvirt`;
  return `${cache === undefined || cache === '' ? `${home}/.cache` : cache}/libvirt`;
}
