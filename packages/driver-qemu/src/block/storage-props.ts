import type { DiskSource } from '@virtweave/core-conf';
import { VirtError } from '@virtweave/core-util';
import type { Props } from '../command/json.ts';
import { networkProps } from './network-props.ts';

/** What a storage node refers to, made beforehand; names are those of QEMU's objects. */
export interface StorageObjects {
  /** Secret of the login. */
  readonly authSecret?: string | undefined;
  readonly cookieSecret?: string | undefined;
  readonly tlsCredentials?: string | undefined;
  /** librbd decrypts: the secrets of its layers, the outermost first. */
  readonly encryptionSecrets?: readonly string[];
  readonly persistentReservations?: string | undefined;
  /** Path of a descriptor set that takes the place of the file. */
  readonly descriptorPath?: string | undefined;
  /** Socket of the nbdkit that serves the source. */
  readonly nbdkitSocket?: string | undefined;
}

/** How storage is opened. */
export interface StorageOptions {
  readonly readonly: boolean;
  readonly io?: string | undefined;
  readonly isFloppy?: boolean | undefined;
  /** The block device is a CD-ROM drive of the host. */
  readonly isCdrom?: boolean | undefined;
  readonly glusterDebugLevel?: number | undefined;
  /** Who the server is asked as, where the source does not say it. */
  readonly user?: string | undefined;
  /** `false`: the key of an SSH server is not checked. */
  readonly hostKeyCheck?: boolean | undefined;
}

/**
 * The options of QEMU's protocol driver for a source (`qemuBlockStorageSourceGetBackendProps`).
 *
 * @throws VirtError VIR_ERR_INTERNAL_ERROR, VIR_ERR_CONFIG_UNSUPPORTED for sources that have no block node
 */
export function storageProps(source: DiskSource, objects: StorageObjects, options: StorageOptions): Props {
  return propsOf(source, objects, options, false);
}

/**
 * The same without what only an open node has: credentials, access mode, tuning. It names the storage, and can stand in
 * an image as the name of what lies below.
 */
export function targetProps(source: DiskSource, options: Partial<StorageOptions> = {}): Props {
  return propsOf(source, {}, { readonly: true, ...options }, true);
}

function propsOf(source: DiskSource, objects: StorageObjects, options: StorageOptions, targetOnly: boolean): Props {
  const aio = targetOnly ? undefined : options.io;
  const reservations = targetOnly ? undefined : objects.persistentReservations;
  switch (source.type) {
    case 'file':
      return { driver: 'file', filename: objects.descriptorPath ?? source.file ?? '', aio, 'pr-manager': reservations };
    case 'block':
      return {
        driver: options.isCdrom === true ? 'host_cdrom' : 'host_device',
        filename: source.dev ?? '',
        aio,
        'pr-manager': reservations,
      };
    case 'dir':
      return {
        driver: 'vvfat',
        dir: source.dir ?? '',
        floppy: options.isFloppy === true,
        rw: targetOnly ? undefined : !options.readonly,
      };
    case 'nvme': {
      const { domain = 0, bus = 0, slot = 0, function: func = 0 } = source.address ?? {};
      const hex = (value: number, width: number): string => value.toString(16).padStart(width, '0');
      return {
        driver: 'nvme',
        device: `${hex(domain, 4)}:${hex(bus, 2)}:${hex(slot, 2)}.${func.toString(16)}`,
        namespace: source.namespace,
      };
    }
    case 'vhostvdpa':
      return { driver: 'virtio-blk-vhost-vdpa', path: objects.descriptorPath ?? source.dev };
    case 'network':
      return networkProps(source, objects, options, targetOnly);
    case 'volume':
      throw new VirtError(
        'VIR_ERR_INTERNAL_ERROR',
        `volume ${source.pool}/${source.volume} was not translated to its path`,
        { domain: 'VIR_FROM_QEMU' },
      );
    case 'vhostuser':
      throw new VirtError('VIR_ERR_CONFIG_UNSUPPORTED', `storage source type '${source.type}' has no block node`, {
        domain: 'VIR_FROM_QEMU',
      });
  }
}
