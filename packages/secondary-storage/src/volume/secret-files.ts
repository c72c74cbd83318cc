import type { StorageEncryptionSecret, StorageVol } from '@virtweave/core-conf/storage';
import { randomUuid } from '@virtweave/core-util';
import { unsupported } from '../errors.ts';
import type { Machine } from '../machine.ts';

/** `virSecretUsageType` of volumes. */
const volumeUsage = 1;

/** Files with the passphrases of images. */
export interface SecretFiles {
  /** That of the image which is made, or changed. */
  readonly secretFile?: string;
  /** That of the image which is read. */
  readonly inputSecretFile?: string;
}

/**
 * Writes the passphrases of encrypted images into files that only this user can read, for as long as `work` takes: programs
 * must not get them as arguments, which everybody can see.
 */
export async function withSecrets<T>(
  { target, source }: { readonly target: StorageVol; readonly source?: StorageVol },
  machine: Machine,
  work: (files: SecretFiles) => Promise<T>,
): Promise<T> {
  const made: string[] = [];
  try {
    const secretFile = await secretFileOf(target, machine, made);
    const inputSecretFile = source === undefined ? undefined : await secretFileOf(source, machine, made);
    return await work({ ...(secretFile !== undefined && { secretFile }), ...(inputSecretFile !== undefined && { inputSecretFile }) });
  } finally {
    for (const file of made) await machine.host.remove(file, { durable: false });
  }
}

async function secretFileOf({ target, name }: StorageVol, machine: Machine, made: string[]): Promise<string | undefined> {
  if (target.encryption === undefined) return undefined;
  const [secret, ...more] = target.encryption.secrets ?? [];
  if (secret === undefined) throw unsupported(`no secret provided for the encryption of volume '${name}'`);
  if (more.length > 0) throw unsupported(`only one secret may be provided for the encryption of volume '${name}'`);
  const file = `${machine.runFolder}/secret-${randomUuid()}`;
  const value = await secretValue(secret, machine);
  made.push(file);
  await machine.host.writeFile(file, value, { mode: 0o600, durable: false });
  return file;
}

/** The passphrase, from the driver that keeps secrets. */
async function secretValue({ uuid, usage }: StorageEncryptionSecret, { peers, call }: Machine): Promise<Uint8Array> {
  const secrets = peers.secret();
  const ref = uuid === undefined
    ? await secrets.secretLookupByUsage(volumeUsage, usage ?? '', call)
    : await secrets.secretLookupByUUID(uuid, call);
  return secrets.secretGetValue(ref, 0, call);
}
