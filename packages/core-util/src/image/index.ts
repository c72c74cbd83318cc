export { parseBackingStore, type BackingStore } from './backing-store.ts';
export { readBackingChain, type BackingChain, type ChainHost, type ChainImage, type ChainOptions } from './chain.ts';
export { imageFormatNumber, imageFormats, isImageFormat, type ImageFormat, type WantedFormat } from './formats.ts';
export { parseGlusterVolumes } from './gluster.ts';
export { lookupImage, parseImageIndex, type FoundImage, type LookupOptions, type NamedImage } from './lookup.ts';
export { readImageMetadata, type ImageEncryption, type ImageFeature, type ImageMetadata } from './metadata.ts';
export { probeImageFormat } from './probe.ts';
export { bufferReader, headerSize, imageReader, type ImageReader } from './reader.ts';
export { relativeBackingPath } from './relative-path.ts';
export {
  localPath,
  protocolPorts,
  type BlockImageSource,
  type FileImageSource,
  type FolderImageSource,
  type ImageHost,
  type ImageProtocol,
  type ImageSource,
  type NetworkImageSource,
  type NvmeImageSource,
} from './source.ts';
