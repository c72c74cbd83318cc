export type * from '../model.ts';
export {
  formatDomainStatus,
  parseDomainStatus,
  readDomainStatus,
  type DomainStatusParseOptions,
  type StatusDriver,
} from './document.ts';
export { storedBackup } from './stored-backup.ts';
export { storedImage, type StoredImage } from './stored-image.ts';
export { domainStateNumbers, domainStates } from './state.ts';
export { domainTaints } from './status.ts';
