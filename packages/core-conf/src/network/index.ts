export type * from '../model.ts';
export { completeBridgeMac, completeNetwork, forwardMode, hasOwnBridge } from './complete.ts';
export { formatNetwork, type NetworkFormatOptions } from './format.ts';
export { parseNetwork, readNetwork, type NetworkParseOptions } from './parse.ts';
export {
  networkUpdateCommands,
  networkUpdateSections,
  updateNetwork,
  type NetworkUpdate,
  type NetworkUpdateSection,
} from './update/update.ts';
export { formatNetworkEntry, readNetworkEntry, type NetworkEntrySection, type NetworkUpdateEntries } from './update/entries.ts';
export type { NetworkUpdateCommand } from './update/change.ts';
export { formatNetworkPort, parseNetworkPort } from './port-document.ts';
export { validateNetwork } from './validate.ts';
