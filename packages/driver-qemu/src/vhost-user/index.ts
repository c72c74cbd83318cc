export {
  formatVhostUserDescriptor,
  parseVhostUserDescriptor,
  type VhostUserDescriptor,
  type VhostUserType,
} from './descriptor.ts';
export { virtiofsdArguments } from './virtiofsd.ts';
export { findVhostUserProgram, type VhostUserProgram } from './find.ts';
