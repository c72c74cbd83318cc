import type { CallOptions } from '../host.ts';

/** How to reach a machine over ssh. */
export interface SshOptions extends CallOptions {
  readonly host: string;
  /** Default 22. */
  readonly port?: number;
  /** Default: the user that this process runs as. */
  readonly user?: string;
  /** Files with private keys. Default: `id_ed25519`, `id_ecdsa` and `id_rsa` of `~/.ssh`, those that are there. */
  readonly keyFiles?: readonly string[];
  /** For encrypted private keys. */
  readonly passphrase?: string;
  /** Socket of an ssh agent, false for none. Default `SSH_AUTH_SOCK`. */
  readonly agent?: string | false;
  readonly password?: string;
  /**
   * Files with the keys of known hosts. Default `~/.ssh/known_hosts` and `/etc/ssh/ssh_known_hosts`. Absent files are as
   * good as empty ones, unless they are named here.
   */
  readonly knownHosts?: readonly string[];
  /**
   * What to do with a host whose key is not known: `normal` (default) refuses it, `ignore` accepts any key, known, unknown
   * or changed (libvirt's `no_verify=1`), and with it whoever sits in between.
   */
  readonly verify?: 'normal' | 'ignore';
  /** Milliseconds until the connection must be ready. Default 20,000. */
  readonly timeout?: number;
  /** Milliseconds between signs of life that an idle connection is asked for; 0 for none. Default 0. */
  readonly keepalive?: number;
}
