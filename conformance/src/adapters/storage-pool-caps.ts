import { formatStoragePoolCapabilities, storagePoolCapabilities, storagePoolTypes, type StoragePoolType } from '@virtweave/core-conf';
import type { Adapter } from '../adapter.ts';

export const run: Adapter = ({ supportedPools }) => ({
  expected: formatStoragePoolCapabilities(
    storagePoolCapabilities(supportedPools === 'all' ? storagePoolTypes : (supportedPools as readonly StoragePoolType[])),
  ),
});
