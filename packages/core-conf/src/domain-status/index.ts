export type * from '../model.ts';
export {
  formatDomainStatus,
  parseDomainStatus,
  readDomainStatus,
  type DomainStatusParseOptions,
  type StatusDriver,
} from './document.ts';
export { domainStateNumbers, domainStates } from './state.ts';
export { domainTaints } from './status.ts';
