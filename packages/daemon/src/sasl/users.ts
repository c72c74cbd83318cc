import { createHash, createHmac, pbkdf2, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { VirtError } from '@virtweave/core-util/errors';
import { z } from 'zod';

/** What is kept of a password (RFC 5802): enough to check it, not enough to log in with. Bytes as base64. */
export interface ScramSecret {
  readonly salt: string;
  readonly iterations: number;
  readonly storedKey: string;
  readonly serverKey: string;
}

/** Users and what is kept of their passwords. */
export type Users = Readonly<Record<string, ScramSecret>>;

const base64 = z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/);
const schema = z.record(
  z.string().min(1),
  z.strictObject({ salt: base64, iterations: z.number().int().min(4096).max(10_000_000), storedKey: base64, serverKey: base64 }),
);

/** @throws VirtError when the file cannot be read, or is not what `virtweaved --add-user` writes */
export async function readUsers(path: string): Promise<Users> {
  try {
    return schema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new VirtError('VIR_ERR_CONFIG_UNSUPPORTED', `${path}: ${(cause as Error).message}; virtweaved --add-user writes it`, {
      cause,
    });
  }
}

/** What is to be kept of a password. */
export async function secretOf(password: string, iterations: number = 15_000): Promise<ScramSecret> {
  const salt = randomBytes(16);
  const { storedKey, serverKey } = await keysOf(password, salt, iterations);
  return {
    salt: salt.toString('base64'),
    iterations,
    storedKey: storedKey.toString('base64'),
    serverKey: serverKey.toString('base64'),
  };
}

/** The keys that follow from a password. It is normalized as far as Unicode composes characters. */
export async function keysOf(
  password: string,
  salt: Uint8Array,
  iterations: number,
): Promise<{ storedKey: Buffer; serverKey: Buffer }> {
  const salted = await promisify(pbkdf2)(password.normalize('NFKC'), salt, iterations, 32, 'sha256');
  const clientKey = createHmac('sha256', salted).update('Client Key').digest();
  return {
    storedKey: createHash('sha256').update(clientKey).digest(),
    serverKey: createHmac('sha256', salted).update('Server Key').digest(),
  };
}
