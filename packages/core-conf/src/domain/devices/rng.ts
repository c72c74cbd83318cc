import { oneOf, str, uint } from '../../table/codec.ts';
import { attr, attrRequired, text, type Required } from '../../table/field.ts';
import { child, union, within } from '../../table/child.ts';
import { table, type Table } from '../../table/table.ts';
import { chardevSource, type ChardevSource } from './chardev-source.ts';
import { deviceInfo, virtioDriver, virtioModels, type DeviceInfo, type VirtioModel, type VirtioOptions } from './device-info.ts';

/** `<rng>`: a source of random numbers. */
export interface Rng extends DeviceInfo {
  model: VirtioModel;
  /** At most this many bytes in a period of milliseconds. */
  rate?: { bytes: number; period?: number };
  backend: RngBackend;
  driver?: VirtioOptions;
}

/** `type` is written as `<backend model='..'>`. */
export type RngBackend =
  | { type: 'random'; path?: string }
  | { type: 'egd'; source: ChardevSource }
  | { type: 'builtin' };

const backend: Required<RngBackend> = union<RngBackend>('model', () => ({
  random: { path: text(str) },
  egd: { source: chardevSource() },
  builtin: {},
}));

export const rng: Table<Rng> = table<Rng>(() => ({
  model: attrRequired('model', oneOf(...virtioModels)),
  rate: child(
    'rate',
    table<{ bytes: number; period?: number }>(() => ({ bytes: attrRequired('bytes', uint), period: attr('period', uint) })),
  ),
  backend: within('backend', backend),
  driver: child('driver', virtioDriver),
  ...deviceInfo,
}));
