export type * from '../model.ts';
export { formatNodeDevice } from './format.ts';
export { parseNodeDevice, readNodeDevice, type NodeDeviceParseOptions } from './parse.ts';
