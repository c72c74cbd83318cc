import type { StorageEncryption, StorageVol } from '@virtweave/core-conf/storage';
import { storageError, unsupported } from '../errors.ts';
import { option } from './command.ts';

/** What the format of an image is called by qemu-img. A volume that is a device holds plain bytes. */
export function toolFormat({ type, target }: StorageVol): string {
  const format = type === 'block' ? 'raw' : (target.format ?? 'raw');
  return format === 'iso' ? 'raw' : format;
}

/** The name of a volume's passphrase on a command line. */
export function secretAlias({ name }: StorageVol): string {
  return `${name}_encrypt0`;
}

/** `--object` with the passphrase of a volume, which is in a file. */
export function secretObject(volume: StorageVol, file: string | undefined): readonly string[] {
  if (file === undefined) throw storageError('VIR_ERR_INTERNAL_ERROR', `no file with the secret of volume '${volume.name}'`);
  return ['--object', `secret,id=${option(secretAlias(volume))},file=${option(file)}`];
}

/** Refuses what qemu-img cannot encrypt. */
export function checkEncryption(volume: StorageVol): void {
  const { encryption } = volume.target;
  if (encryption === undefined) return;
  const format = toolFormat(volume);
  if (format !== 'raw' && format !== 'qcow2') throw unsupported(`volume encryption unsupported with format ${format}`);
  if (encryption.format !== 'luks') throw unsupported(`unsupported volume encryption format '${encryption.format}'`);
  const secrets = encryption.secrets ?? [];
  if (secrets.length > 1) throw storageError('VIR_ERR_XML_ERROR', 'too many secrets for luks encryption');
  if (secrets.length === 0) throw storageError('VIR_ERR_XML_ERROR', 'no secret provided for luks encryption');
}

/** Everything behind `-o`, for an image that is made; empty when nothing is to be said. */
export function imageOptions(volume: StorageVol, preallocMetadata: boolean): string {
  const { target, backingStore } = volume;
  const format = toolFormat(volume);
  const parts: string[] = [];
  if (backingStore?.path !== undefined) parts.push(`backing_fmt=${option(backingStore.format ?? 'raw')}`);
  if (target.encryption !== undefined) parts.push(...encryptionOptions(volume, target.encryption));
  if (preallocMetadata) parts.push(`preallocation=${allAllocated(volume) ? 'falloc' : 'metadata'}`);
  if (target.nocow === true) parts.push('nocow=on');
  if (format === 'qcow2') parts.push(...qcow2Options(volume));
  return parts.join(',');
}

function qcow2Options({ target }: StorageVol): readonly string[] {
  const { compat = '1.1', features = [], clusterSize } = target;
  const parts = [`compat=${option(compat)}`];
  if (clusterSize !== undefined && clusterSize !== 0) parts.push(`cluster_size=${clusterSize}`);
  for (const feature of features) {
    if (compat === '0.10') throw unsupported(`${feature} not supported with compat level ${compat}`);
    parts.push(feature === 'extended_l2' ? 'extended_l2=on' : feature);
  }
  return parts;
}

/** A raw image that is encrypted is one of format luks; in qcow2 encryption is a part of the format. */
function encryptionOptions(volume: StorageVol, { cipher, ivgen }: StorageEncryption): readonly string[] {
  const inside = toolFormat(volume) === 'qcow2';
  const parts: string[] = [];
  const add = (name: string, value: string | undefined): void => {
    if (value !== undefined) parts.push(`${inside ? 'encrypt.' : ''}${name}=${option(value)}`);
  };
  if (inside) add('format', 'luks');
  add('key-secret', secretAlias(volume));
  if (cipher === undefined) return parts;
  add('cipher-alg', `${cipher.name}-${cipher.size}`);
  add('cipher-mode', cipher.mode);
  add('hash-alg', cipher.hash);
  add('ivgen-alg', ivgen?.name);
  add('ivgen-hash-alg', ivgen?.hash);
  return parts;
}

function allAllocated({ capacity = 0, allocation = 0 }: StorageVol): boolean {
  return BigInt(allocation) >= BigInt(capacity);
}
