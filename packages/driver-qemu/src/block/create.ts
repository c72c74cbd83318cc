import type { Encryption } from '@virtweave/core-conf';
import { VirtError } from '@virtweave/core-util';
import type { Props } from '../command/json.ts';
import { backingStoreString } from './backing-string.ts';
import { encryptedByQemu, storageNode, type Image } from './image.ts';
import { storageProps } from './storage-props.ts';

/** What a new image is to be. */
export interface NewImage {
  /** Bytes that the guest sees. */
  readonly capacity: bigint;
  /** Bytes of the storage below the format; formats grow it when they need more. */
  readonly physical: bigint;
  /** The image that the new one lies on. */
  readonly backing?: Image | undefined;
  /** How the backing image is named, where not by its absolute place (a relative path). */
  readonly backingString?: string | undefined;
  /** Name of QEMU's secret object with the passphrase. */
  readonly encryptionSecret?: string | undefined;
  readonly authSecret?: string | undefined;
  /** qcow2: `0.10` for images that old QEMUs can open. */
  readonly compat?: string | undefined;
  /** qcow2, in bytes. */
  readonly clusterSize?: number | undefined;
  readonly extendedL2?: boolean | undefined;
}

/** Options of the two `blockdev-create` jobs that make an image; what is undefined need not, or cannot, be made. */
export interface CreateOptions {
  readonly protocol: Props | undefined;
  readonly format: Props | undefined;
}

/**
 * How QEMU makes an image (`qemuBlockStorageSourceCreateGetStorageProps` and `...FormatProps`): first the storage, then,
 * through its open node, the format.
 *
 * @throws VirtError VIR_ERR_CONFIG_UNSUPPORTED for formats that cannot be made like this
 */
export function createOptions(image: Image, wanted: NewImage): CreateOptions {
  return { protocol: protocolOptions(image, wanted), format: formatOptions(image, wanted) };
}

function protocolOptions(image: Image, { physical, authSecret }: NewImage): Props | undefined {
  const { source } = image;
  if (source.type === 'file') return { driver: 'file', filename: source.file ?? '', size: physical };
  if (source.type !== 'network') return undefined;
  if (source.protocol !== 'gluster' && source.protocol !== 'rbd' && source.protocol !== 'ssh') return undefined;
  const { driver, ...location } = storageProps(source, { authSecret }, { readonly: false });
  return { driver, location, size: physical };
}

function formatOptions(image: Image, wanted: NewImage): Props | undefined {
  const { encryption } = image.source;
  const own = encryptedByQemu(image) ? encryption : undefined;
  const file = storageNode(image);
  const size = wanted.capacity;
  switch (image.format) {
    case 'raw':
    case 'luks':
      if (own === undefined) return undefined;
      checkLuks(own);
      return { ...luksOptions(own, wanted), driver: 'luks', file, size };
    case 'qcow2':
      return {
        driver: 'qcow2',
        file,
        size,
        version: wanted.compat === '0.10' ? 'v2' : undefined,
        'cluster-size': wanted.clusterSize,
        'extended-l2': wanted.extendedL2,
        ...backingOptions(wanted, true),
        encrypt: own === undefined ? undefined : qcow2Encryption(own, wanted),
      };
    case 'qcow':
      return {
        driver: 'qcow',
        file,
        size,
        ...backingOptions(wanted, false),
        encrypt: own === undefined ? undefined : { format: 'qcow', 'key-secret': wanted.encryptionSecret },
      };
    case 'qed':
      return { driver: 'qed', file, size, ...backingOptions(wanted, true) };
    case 'vmdk':
      return { driver: 'vmdk', file, size, ...backingOptions(wanted, false) };
    case 'vdi':
    case 'vhdx':
    case 'vpc':
      return { driver: image.format, file, size };
    default:
      throw new VirtError('VIR_ERR_CONFIG_UNSUPPORTED', `can't create storage format '${image.format}'`, {
        domain: 'VIR_FROM_QEMU',
      });
  }
}

function backingOptions({ backing, backingString }: NewImage, named: boolean): Props {
  if (backing === undefined) return {};
  const format = backing.format === 'raw' && encryptedByQemu(backing) ? 'luks' : backing.format;
  return {
    'backing-file': backingString ?? backingStoreString(backing.source, backing.format),
    'backing-fmt': named ? format : undefined,
  };
}

function checkLuks({ format }: Encryption): void {
  if (format === 'luks') return;
  throw new VirtError('VIR_ERR_CONFIG_UNSUPPORTED', `'${format}' encryption of a new raw image is not supported`, {
    domain: 'VIR_FROM_QEMU',
  });
}

function qcow2Encryption(encryption: Encryption, wanted: NewImage): Props {
  if (encryption.format === 'luks') return { ...luksOptions(encryption, wanted), format: 'luks' };
  return { 'key-secret': wanted.encryptionSecret, format: 'aes' };
}

function luksOptions({ cipher, ivgen }: Encryption, { encryptionSecret }: NewImage): Props {
  return {
    'key-secret': encryptionSecret,
    'cipher-alg': cipher?.name === undefined ? undefined : `${cipher.name}-${cipher.size ?? 0}`,
    'cipher-mode': cipher?.mode,
    'hash-alg': cipher?.hash,
    'ivgen-alg': ivgen?.name,
    'ivgen-hash-alg': ivgen?.hash,
  };
}
