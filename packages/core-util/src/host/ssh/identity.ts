import os from 'node:os';
import path from 'node:path';
import type { AuthMethod, PasswordAuthMethod, PublicKeyAuthMethod, AgentAuthMethod } from 'ssh2';
import { isVirtError, VirtError } from '../../errors/virt-error.ts';
import { readFile } from '../local/files.ts';
import type { SshOptions } from './options.ts';

const DEFAULT_KEYS = ['id_ed25519', 'id_ecdsa', 'id_rsa'];

export type SshIdentity = AuthMethod | PasswordAuthMethod | PublicKeyAuthMethod | AgentAuthMethod;

/** Finds out with what to authenticate: agent, then key files, then password, as ssh(1) does. */
export async function identities(options: SshOptions, user: string): Promise<SshIdentity[]> {
  const methods: SshIdentity[] = [];
  const agent = options.agent ?? process.env['SSH_AUTH_SOCK'];
  if (agent !== undefined && agent !== false && agent !== '') methods.push({ type: 'agent', username: user, agent });
  const { utils } = (await import('ssh2')).default;
  const named = options.keyFiles !== undefined;
  const files = options.keyFiles ?? DEFAULT_KEYS.map((name) => path.join(os.homedir(), '.ssh', name));
  for (const file of files) {
    let key: Buffer;
    try {
      key = await readFile(file, { maxBytes: 1024 * 1024 });
    } catch (error) {
      if (!named && isVirtError(error) && error.int1 === 2) continue;
      throw error;
    }
    const parsed = utils.parseKey(key, options.passphrase);
    if (parsed instanceof Error) {
      // A key that nobody named, and that needs a passphrase which nobody gave, may well not be meant.
      if (!named) continue;
      throw new VirtError('VIR_ERR_AUTH_FAILED', `cannot use the private key '${file}': ${parsed.message}`, { cause: parsed });
    }
    const { passphrase } = options;
    methods.push({ type: 'publickey', username: user, key, ...(passphrase === undefined ? {} : { passphrase }) });
  }
  if (options.password !== undefined) methods.push({ type: 'password', username: user, password: options.password });
  if (methods.length > 0) return methods;
  const detail = `no private key, agent or password to log in to '${options.host}' as '${user}'`;
  throw new VirtError('VIR_ERR_AUTH_FAILED', detail);
}
