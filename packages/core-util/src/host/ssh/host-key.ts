import os from 'node:os';
import path from 'node:path';
import { isVirtError, VirtError } from '../../errors/virt-error.ts';
import { fingerprint, judgeHostKey, keyType, parseKnownHosts, type KnownHost } from '../known-hosts.ts';
import { readFile } from '../local/files.ts';
import type { SshOptions } from './options.ts';

export async function readKnownHosts(options: SshOptions): Promise<KnownHost[]> {
  const named = options.knownHosts !== undefined;
  const files = options.knownHosts ?? [path.join(os.homedir(), '.ssh', 'known_hosts'), '/etc/ssh/ssh_known_hosts'];
  const known: KnownHost[] = [];
  for (const file of files) {
    try {
      known.push(...parseKnownHosts((await readFile(file)).toString(), file));
    } catch (error) {
      if (named || !isVirtError(error) || error.int1 !== 2) throw error;
    }
  }
  return known;
}

/** The signature algorithms for a type of key, best first. The key of an `ssh-rsa` host signs with SHA-2. */
export function signatureAlgorithms(type: string): readonly string[] {
  if (type === 'ssh-rsa') return ['rsa-sha2-512', 'rsa-sha2-256'];
  return ['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521'].includes(type) ? [type] : [];
}

/** Why the key of a server is refused; undefined when it is the one that is known. */
export function refuseHostKey(known: readonly KnownHost[], host: string, port: number, key: Buffer): VirtError | undefined {
  const verdict = judgeHostKey(known, host, port, key);
  if (verdict.kind === 'known') return undefined;
  const shown = `its ${keyType(key) ?? 'unreadable'} key ${fingerprint(key)}`;
  const name = port === 22 ? `'${host}'` : `'[${host}]:${port}'`;
  const reasons: Record<Exclude<typeof verdict.kind, 'known'>, string> = {
    revoked: `${shown} has been revoked`,
    changed: `${shown} is not the known one: either the host has a new key, or somebody else answers in its place`,
    'other-type': `${shown} is of another type than the known ones`,
    'authority-only': `it is only vouched for by a certificate authority, which is not supported; add ${shown} after checking it`,
    unknown: `${shown} is not known; check it and add it to known_hosts (ssh-keyscan)`,
  };
  const where = 'where' in verdict ? ` (${verdict.where})` : '';
  return new VirtError('VIR_ERR_SSH', `host key verification failed for ${name}: ${reasons[verdict.kind]}${where}`);
}
