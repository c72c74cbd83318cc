import { merge, type JsonValue, type Props } from '../command/json.ts';
import { canHaveBacking, encryptedByQemu, formatNode, sliceNode, storageNode, type Image } from './image.ts';

/** How a disk wants all images of its chain to be opened. */
export interface OpenOptions {
  readonly cache?: string | undefined;
  readonly io?: string | undefined;
  readonly discard?: 'unmap' | 'ignore' | undefined;
  /** For the top image only. */
  readonly detectZeroes?: string | undefined;
}

/** What the user of an image wants of the node that he refers to. */
export function topProps({ readonly }: Image, { cache, discard, detectZeroes }: OpenOptions, isTop: boolean): Props {
  // Zeroes are turned into holes only where holes are let through.
  const zeroes = detectZeroes === 'unmap' && discard !== 'unmap' ? 'on' : detectZeroes;
  return {
    'read-only': readonly,
    discard,
    'detect-zeroes': isTop ? zeroes : undefined,
    cache: cacheProps(cache),
  };
}

/** The same of nodes below: they open what the layer above wants. */
export function lowerProps({ cache }: OpenOptions): Props {
  return { 'auto-read-only': true, discard: 'unmap', cache: cacheProps(cache) };
}

function cacheProps(mode: string | undefined): Props | undefined {
  switch (mode) {
    case 'none':
    case 'directsync':
      return { direct: true, 'no-flush': false };
    case 'writethrough':
    case 'writeback':
      return { direct: false, 'no-flush': false };
    case 'unsafe':
      return { direct: false, 'no-flush': true };
    default:
      return undefined;
  }
}

/** The node of the storage: `storage` is what {@link storageProps} gave, `common` how it is opened. */
export function storageNodeProps(image: Image, storage: Props, common: Props): Props {
  return merge(storage, { 'node-name': storageNode(image) }, common);
}

/** The node that cuts the image out of its storage. */
export function sliceNodeProps(
  image: Image,
  slice: { readonly offset: number | bigint; readonly size: number | bigint },
  common: Props,
): Props {
  const own = {
    driver: 'raw',
    file: storageNode(image),
    offset: BigInt(slice.offset),
    size: BigInt(slice.size),
    'node-name': sliceNode(image),
  };
  return merge(own, common);
}

/** The node of the format. */
export function formatNodeProps(
  image: Image,
  layer: { readonly common: Props; readonly file: string; readonly below?: string | undefined; readonly keySecret: string },
): Props {
  return merge({ 'node-name': formatNode(image) }, layer.common, formatProps(image, layer.keySecret), {
    file: layer.file,
    backing: backingProp(image, layer.below),
  });
}

/** What lies below: a node, nothing, or (undefined) what the image itself says. */
function backingProp(image: Image, below: string | undefined): JsonValue | undefined {
  if (!canHaveBacking(image.format)) return undefined;
  return below ?? (image.isEnd ? null : undefined);
}

function formatProps(image: Image, keySecret: string): Props {
  const own = encryptedByQemu(image) ? image.source.encryption : undefined;
  switch (image.format) {
    case 'raw':
      return own === undefined ? { driver: 'raw' } : { driver: 'luks', 'key-secret': keySecret };
    case 'qcow2':
    case 'qcow':
      return {
        driver: image.format,
        encrypt:
          own === undefined
            ? undefined
            : { format: own.format === 'qcow' || own.format === 'default' ? 'aes' : 'luks', 'key-secret': keySecret },
        'cache-size': image.metadataCache,
        'discard-no-unref': image.discardNoUnref,
      };
    case 'luks':
      return { driver: 'luks', 'key-secret': keySecret };
    case 'fat':
    case 'dir':
    case 'iso':
      return { driver: 'raw' };
    default:
      return { driver: image.format };
  }
}
