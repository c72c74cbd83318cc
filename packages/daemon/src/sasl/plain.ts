import { randomBytes, timingSafeEqual } from 'node:crypto';
import { authFailed, type SaslAnswer } from './sasl.ts';
import { keysOf, type Users } from './users.ts';

/** PLAIN (RFC 4616): name and password as they are. Only where nobody else can read them. */
export async function plain(users: Users, data: Uint8Array | undefined): Promise<SaslAnswer> {
  const [, user = '', password = ''] = Buffer.from(data ?? []).toString('utf8').split('\0');
  const secret = Object.hasOwn(users, user) ? users[user] : undefined;
  // Those who are no users take as long.
  const salt = secret === undefined ? randomBytes(16) : Buffer.from(secret.salt, 'base64');
  const { storedKey } = await keysOf(password, salt, secret?.iterations ?? 15_000);
  if (secret === undefined || !timingSafeEqual(storedKey, Buffer.from(secret.storedKey, 'base64'))) {
    throw authFailed(`user ${user}`);
  }
  return { data: undefined, user };
}
