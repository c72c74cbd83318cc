import type { RemoteAddress } from '../address/address.ts';

/**
 * What is run on the other side to reach its daemon: libvirt's `virt-ssh-helper`, which finds the socket itself, else
 * netcat on the socket. Everything that comes from the URI is an argument of its own, never part of the script.
 */
export function remoteCommand(address: RemoteAddress, readOnly: boolean, socket: string): readonly string[] {
  const { proxy = 'auto', netcat = 'nc' } = address.params;
  const helper = ['virt-ssh-helper', ...(readOnly ? ['-r'] : []), address.name ?? ''];
  if (proxy === 'native') return helper;
  // Some netcats need -q0 to end when their input does, others do not know it.
  const byNetcat = `if "$1" -q 2>&1 | grep -q "requires an argument"; then exec "$1" -q0 -U "$2"; else exec "$1" -U "$2"; fi`;
  if (proxy === 'netcat') return ['/bin/sh', '-c', byNetcat, 'sh', netcat, socket];
  const either = `if [ -z "$3" ] && command -v virt-ssh-helper >/dev/null 2>&1; then shift 3; exec "$@"; fi; ${byNetcat}`;
  // Who names a socket or a netcat means it.
  const named = address.params.socket !== undefined || address.params.netcat !== undefined ? 'named' : '';
  return ['/bin/sh', '-c', either, 'sh', netcat, socket, named, ...helper];
}
