export { backingStoreString } from './backing-string.ts';
export {
  activeWriteBitmap,
  backupBitmap,
  blockcommitBitmaps,
  blockcopyBitmaps,
  deleteBitmap,
  isBitmapValid,
  type BitmapDeletion,
  type NodeChain,
} from './bitmaps.ts';
export { readBlockNodes, type BlockNode, type BlockNodes, type DirtyBitmap } from './block-nodes.ts';
export { createOptions, type CreateOptions, type NewImage } from './create.ts';
export {
  checkNodeNames,
  formatNode,
  imagesOfDisk,
  storageNode,
  storageSlice,
  type Image,
  type ResolveSource,
} from './image.ts';
export {
  formatNodeProps,
  lowerProps,
  sliceNodeProps,
  storageNodeProps,
  topProps,
  type OpenOptions,
} from './node-props.ts';
export { statusImages, type StatusImage } from './status-images.ts';
export { storageProps, targetProps, type StorageObjects, type StorageOptions } from './storage-props.ts';
export type { BitmapOf, TransactionAction } from './transaction.ts';
export { formatJson, type JsonValue, type Props } from '../command/json.ts';
