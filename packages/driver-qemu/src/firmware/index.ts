export {
  firmwaresOf,
  parseFirmwareDescriptor,
  type FirmwareDescriptor,
  type FirmwareFile,
  type FirmwareMapping,
} from './descriptor.ts';
export { firmwareFeatures } from './features.ts';
export { formatFirmwareDescriptor } from './format.ts';
export { matchesFirmware } from './match.ts';
export { supportedFirmware, type FirmwareImage, type SupportedFirmware } from './supported.ts';
