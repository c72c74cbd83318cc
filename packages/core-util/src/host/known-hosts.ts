import { createHash, createHmac } from 'node:crypto';

/** A line of a known_hosts file (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). */
export interface KnownHost {
  readonly marker?: 'cert-authority' | 'revoked';
  /** Patterns with `*`, `?` and `!`, or one hashed name. */
  readonly hosts: string;
  /** Such as `ssh-ed25519`. */
  readonly type: string;
  /** The key itself, as it is on the wire. */
  readonly key: Buffer;
  /** File and line, for messages. */
  readonly where: string;
}

/** What the known keys say about a key that a server has shown. */
export type HostKeyVerdict =
  | { readonly kind: 'known' }
  | { readonly kind: 'revoked'; readonly where: string }
  /** The host is known with another key of this type. */
  | { readonly kind: 'changed'; readonly where: string }
  /** The host is known, but only with keys of other types. */
  | { readonly kind: 'other-type'; readonly where: string }
  /** The host is vouched for by a certificate authority alone, and we cannot check certificates. */
  | { readonly kind: 'authority-only'; readonly where: string }
  | { readonly kind: 'unknown' };

/** Reads a known_hosts file. Like OpenSSH it passes over lines that it does not understand: they vouch for nobody. */
export function parseKnownHosts(text: string, file: string): KnownHost[] {
  const known: KnownHost[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const fields = line.trim().split(/[ \t]+/);
    const marker = fields[0]?.startsWith('@') === true ? fields.shift()?.slice(1) : undefined;
    const [hosts, type, base64] = fields;
    if (hosts === undefined || hosts === '' || hosts.startsWith('#') || type === undefined || base64 === undefined) continue;
    if (marker !== undefined && marker !== 'cert-authority' && marker !== 'revoked') continue;
    const key = Buffer.from(base64, 'base64');
    if (keyType(key) !== type) continue;
    known.push({ ...(marker === undefined ? {} : { marker }), hosts, type, key, where: `${file}:${index + 1}` });
  }
  return known;
}

/** Judges the key that a server has shown. */
export function judgeHostKey(known: readonly KnownHost[], host: string, port: number, key: Buffer): HostKeyVerdict {
  const type = keyType(key);
  const entries = known.filter((entry) => matchesHost(entry.hosts, host, port));
  // A revocation counts before anything that vouches for the key.
  const revoked = entries.find((entry) => entry.marker === 'revoked' && entry.key.equals(key));
  if (revoked !== undefined) return { kind: 'revoked', where: revoked.where };
  const plain = entries.filter((entry) => entry.marker === undefined);
  if (plain.some((entry) => entry.key.equals(key))) return { kind: 'known' };
  const same = plain.find((entry) => entry.type === type);
  if (same !== undefined) return { kind: 'changed', where: same.where };
  if (plain[0] !== undefined) return { kind: 'other-type', where: plain[0].where };
  const authority = entries.find((entry) => entry.marker === 'cert-authority');
  if (authority !== undefined) return { kind: 'authority-only', where: authority.where };
  return { kind: 'unknown' };
}

/** The types of the keys with which a host is known: the server must be asked for one of these first. */
export function knownKeyTypes(known: readonly KnownHost[], host: string, port: number): string[] {
  const types = known.filter((entry) => entry.marker === undefined && matchesHost(entry.hosts, host, port)).map(({ type }) => type);
  return [...new Set(types)];
}

/** `SHA256:...`, as ssh-keygen -l prints it. */
export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/** The type that a key on the wire says it is of. */
export function keyType(key: Buffer): string | undefined {
  if (key.length < 4) return undefined;
  const length = key.readUInt32BE(0);
  return length > 0 && 4 + length <= key.length ? key.toString('latin1', 4, 4 + length) : undefined;
}

function matchesHost(patterns: string, host: string, port: number): boolean {
  const name = port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${port}`;
  if (patterns.startsWith('|')) return matchesHash(patterns, name);
  let found = false;
  for (const pattern of patterns.toLowerCase().split(',')) {
    const negated = pattern.startsWith('!');
    if (!matchesPattern(negated ? pattern.slice(1) : pattern, name)) continue;
    if (negated) return false;
    found = true;
  }
  return found;
}

/** `|1|salt|HMAC-SHA1(salt, name)|`, both in base64: the names of the hosts cannot be read from such a file. */
function matchesHash(hashed: string, name: string): boolean {
  const [, version, salt, hash] = hashed.split('|');
  if (version !== '1' || salt === undefined || hash === undefined) return false;
  return createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest().equals(Buffer.from(hash, 'base64'));
}

/** `*` is any text, `?` any character; brackets are themselves, as in `[host]:port`. Linear in practice, no regular expression from outside. */
function matchesPattern(pattern: string, name: string): boolean {
  let [p, n, star, mark] = [0, 0, -1, 0];
  while (n < name.length) {
    if (pattern[p] === '*') {
      star = p;
      mark = n;
      p += 1;
    } else if (pattern[p] === '?' || pattern[p] === name[n]) {
      p += 1;
      n += 1;
    } else if (star >= 0) {
      p = star + 1;
      mark += 1;
      n = mark;
    } else return false;
  }
  while (pattern[p] === '*') p += 1;
  return p === pattern.length;
}
