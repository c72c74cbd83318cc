import type { StorageVol } from '@virtweave/core-conf/storage';
import { storageError, unsupported } from '../errors.ts';
import { option, type Command } from './command.ts';
import { checkEncryption, imageOptions, secretAlias, secretObject, toolFormat } from './image-options.ts';

/** An image that is to be made. */
export interface ImageRequest {
  /** The new volume, with its path. */
  readonly volume: StorageVol;
  /** The volume that it is a copy of. */
  readonly from?: StorageVol;
  readonly preallocMetadata?: boolean;
  /** Files with the passphrases of the new and of the original volume, when they are encrypted. */
  readonly secretFile?: string;
  readonly inputSecretFile?: string;
}

/**
 * How qemu-img makes an image: by one command, or by two when original or copy are encrypted, since converting into an
 * encrypted image wants one that is there.
 *
 * @throws VirtError `VIR_ERR_CONFIG_UNSUPPORTED` for what qemu-img cannot do
 */
export function imageCommands(request: ImageRequest): readonly Command[] {
  check(request);
  const { from } = request;
  if (from === undefined) return [createCommand(request)];
  return copyCommands({ ...request, volume: alone(request.volume), from });
}

/** A copy has all the data itself, and lies on nothing. */
function alone({ backingStore: _, ...volume }: StorageVol): StorageVol {
  return volume;
}

function copyCommands(request: ImageRequest & { readonly from: StorageVol }): readonly Command[] {
  const { volume, from, secretFile, inputSecretFile } = request;
  if (volume.target.encryption === undefined && from.target.encryption === undefined) return [convertCommand(request, from)];
  const objects = [
    ...(volume.target.encryption === undefined ? [] : secretObject(volume, secretFile)),
    ...(from.target.encryption === undefined ? [] : secretObject(from, inputSecretFile)),
  ];
  const args = ['convert', '--image-opts', '-n', '--target-image-opts', ...objects, opened(from), opened(volume)];
  return [createCommand(request), { program: 'qemu-img', args }];
}

function createCommand(request: ImageRequest): Command {
  const { volume } = request;
  const { capacity = 0, backingStore } = volume;
  // An image may take its size from the one below.
  const size = BigInt(capacity) === 0n && backingStore?.path !== undefined ? [] : [`${kibibytes(BigInt(capacity))}K`];
  return { program: 'qemu-img', args: ['create', '-f', newFormat(volume), ...about(request), pathOf(volume), ...size] };
}

function convertCommand(request: ImageRequest, from: StorageVol): Command {
  const { volume } = request;
  const formats = ['-f', toolFormat(from), '-O', newFormat(volume)];
  return { program: 'qemu-img', args: ['convert', ...formats, ...about(request), pathOf(from), pathOf(volume)] };
}

/** What both ways of making an image say about it. */
function about({ volume, preallocMetadata = false, secretFile }: ImageRequest): readonly string[] {
  const { backingStore, target } = volume;
  const options = imageOptions(volume, preallocMetadata);
  return [
    ...(backingStore?.path === undefined ? [] : ['-b', backingStore.path]),
    ...(target.encryption === undefined ? [] : secretObject(volume, secretFile)),
    ...(options === '' ? [] : ['-o', options]),
  ];
}

/** An image that is there, in the form of `--image-opts`. */
export function opened(volume: StorageVol): string {
  const format = newFormat(volume);
  const key = volume.target.encryption === undefined ? '' : `,${format === 'luks' ? '' : 'encrypt.'}key-secret=${option(secretAlias(volume))}`;
  return `driver=${format},file.filename=${option(pathOf(volume))}${key}`;
}

/** Plain bytes that are encrypted are in a format of their own. */
function newFormat(volume: StorageVol): string {
  const format = toolFormat(volume);
  return format === 'raw' && volume.target.encryption !== undefined ? 'luks' : format;
}

function check({ volume, from, preallocMetadata = false }: ImageRequest): void {
  const { backingStore } = volume;
  const below = backingStore?.path;
  const format = toolFormat(volume);
  if (preallocMetadata && format !== 'qcow2') throw unsupported('metadata preallocation only available with qcow2');
  if (preallocMetadata && below !== undefined) throw unsupported('metadata preallocation conflicts with backing store');
  if (backingStore?.format === 'none') throw unsupported(`unknown storage vol backing store type ${backingStore.format}`);
  const original = from?.backingStore?.path;
  if (original !== undefined && below !== undefined && original !== below) {
    throw storageError('VIR_ERR_OPERATION_FAILED', 'a different backing store cannot be specified.');
  }
  checkEncryption(volume);
  if (from !== undefined) checkEncryption(from);
}

function pathOf({ name, target }: StorageVol): string {
  if (target.path === undefined) throw storageError('VIR_ERR_INTERNAL_ERROR', `storage volume '${name}' has no path`);
  return target.path;
}

function kibibytes(bytes: bigint): bigint {
  return (bytes + 1023n) / 1024n;
}
