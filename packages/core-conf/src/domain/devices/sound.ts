import { oneOf, uint, yesNo } from '../../table/codec.ts';
import { attr, attrRequired } from '../../table/field.ts';
import { child, some } from '../../table/child.ts';
import { table, type Table } from '../../table/table.ts';
import { deviceInfo, virtioDriver, type DeviceInfo, type VirtioOptions } from './device-info.ts';

/** `<sound>`: a sound card. */
export interface Sound extends DeviceInfo {
  model: SoundModel;
  /** USB: several channels in one device. */
  multichannel?: boolean;
  /** virtio: PCM streams. */
  streams?: number;
  codecs?: { type: 'duplex' | 'micro' | 'output' }[];
  /** Id of the audio backend. */
  audio?: { id: number };
  driver?: VirtioOptions;
}

export type SoundModel =
  | 'sb16' | 'es1370' | 'pcspk' | 'ac97' | 'ich6' | 'ich7' | 'ich9' | 'usb' | 'virtio';

export const sound: Table<Sound> = table<Sound>(() => ({
  model: attrRequired('model', oneOf('sb16', 'es1370', 'pcspk', 'ac97', 'ich6', 'ich7', 'ich9', 'usb', 'virtio')),
  multichannel: attr('multichannel', yesNo),
  streams: attr('streams', uint),
  codecs: some(
    'codec',
    table<{ type: 'duplex' | 'micro' | 'output' }>(() => ({ type: attrRequired('type', oneOf('duplex', 'micro', 'output')) })),
  ),
  audio: child('audio', table<{ id: number }>(() => ({ id: attrRequired('id', uint) }))),
  ...deviceInfo,
  driver: child('driver', virtioDriver),
}));
