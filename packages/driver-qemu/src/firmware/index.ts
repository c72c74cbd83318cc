export {
  orderFirmwareDescriptors,
  parseFirmwareDescriptor,
  type FirmwareDescriptor,
  type FirmwareFile,
  type FirmwareMapping,
} from './descriptor.ts';
export { matchesFirmware } from './match.ts';
