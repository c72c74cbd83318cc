import { isJsonObject, type Json } from '../qmp/index.ts';
import type { AskAgent } from './ask.ts';
import { malformed } from './errors.ts';

/** @param crypted the password is one that crypt(3) has made */
export async function setPassword(ask: AskAgent, username: string, password: string, crypted: boolean): Promise<void> {
  await ask('guest-set-user-password', { crypted, username, password: Buffer.from(password).toString('base64') });
}

/** The keys that a user of the guest lets in. */
export async function getKeys(ask: AskAgent, username: string): Promise<readonly string[]> {
  const reply = await ask('guest-ssh-get-authorized-keys', { username });
  const keys = isJsonObject(reply) ? reply['keys'] : undefined;
  if (!Array.isArray(keys)) throw malformed("qemu agent didn't return an array of keys");
  const list = keys as readonly Json[];
  if (!list.every((key) => typeof key === 'string')) throw malformed('JSON string array contains non-string element');
  return list;
}

export async function addKeys(ask: AskAgent, username: string, keys: readonly string[], reset: boolean): Promise<void> {
  await ask('guest-ssh-add-authorized-keys', { username, keys, reset });
}

export async function removeKeys(ask: AskAgent, username: string, keys: readonly string[]): Promise<void> {
  await ask('guest-ssh-remove-authorized-keys', { username, keys });
}
