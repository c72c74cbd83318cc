export { CloseActions, CloseCallbacks } from './close-callbacks.ts';
export { EventHub, domainEventHub, domainEventKind, domainEventMembers } from './event-hub.ts';
export {
  domainFilters,
  filterMask,
  hasFlag,
  passesFilters,
  type DomainFilterFacts,
  type FilterGroup,
} from './filters.ts';
export { MomentTree, type Moment, type SnapshotFilterFacts } from './moment-tree.ts';
export { ObjectList, type ListedObject, type ObjectListOptions } from './object-list.ts';
export { ParamList, checkParams, findParam, paramValue, stringValues, type ParamSpec } from './params.ts';
export { snapshotLookups, type SnapshotHolder, type SnapshotSource } from './snapshot-lookups.ts';
export { streamFromBytes, streamFromDuplex, streamFromReadable } from './streams.ts';
