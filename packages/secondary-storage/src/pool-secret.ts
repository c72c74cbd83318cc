import type { StoragePoolAuth } from '@virtweave/core-conf/storage';
import { storageError } from './errors.ts';
import type { Machine } from './machine.ts';

/** `virSecretUsageType` of what proves who asks a storage server. */
const usageTypes: Readonly<Record<StoragePoolAuth['type'], number>> = { ceph: 2, chap: 3 };

/** The password of a pool's `<auth>`, from the driver that keeps secrets. */
export async function poolSecret({ type, secret }: StoragePoolAuth, { peers, call }: Machine): Promise<Buffer> {
  const secrets = peers.secret();
  if (secret.uuid === undefined && secret.usage === undefined) {
    throw storageError('VIR_ERR_XML_ERROR', 'missing secret uuid or usage attribute');
  }
  const ref = secret.uuid === undefined
    ? await secrets.secretLookupByUsage(usageTypes[type], secret.usage ?? '', call)
    : await secrets.secretLookupByUUID(secret.uuid, call);
  return Buffer.from(await secrets.secretGetValue(ref, 0, call));
}
