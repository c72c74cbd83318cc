import { oneOf, onOff, str } from '../../table/codec.ts';
import { attr, attrRequired } from '../../table/field.ts';
import { child } from '../../table/child.ts';
import { table, type Table } from '../../table/table.ts';
import { deviceInfo, virtioDriver, virtioModels, type DeviceInfo, type VirtioModel, type VirtioOptions } from './device-info.ts';

/** `<input>`: a keyboard, mouse or tablet. */
export interface Input extends DeviceInfo {
  type: 'mouse' | 'tablet' | 'keyboard' | 'passthrough' | 'evdev';
  bus?: 'ps2' | 'usb' | 'xen' | 'parallels' | 'virtio' | 'none';
  model?: VirtioModel;
  /** Types `passthrough` and `evdev`: the host's device. */
  source?: InputSource;
  driver?: VirtioOptions;
}

export interface InputSource {
  evdev?: string;
  dev?: string;
  grab?: 'all';
  repeat?: boolean;
  grabToggle?: 'ctrl-ctrl' | 'alt-alt' | 'shift-shift' | 'meta-meta' | 'scrolllock' | 'ctrl-scrolllock';
}

const source: Table<InputSource> = table<InputSource>(() => ({
  evdev: attr('evdev', str),
  dev: attr('dev', str),
  grab: attr('grab', oneOf('all')),
  grabToggle: attr(
    'grabToggle',
    oneOf('ctrl-ctrl', 'alt-alt', 'shift-shift', 'meta-meta', 'scrolllock', 'ctrl-scrolllock'),
  ),
  repeat: attr('repeat', onOff),
}));

export const input: Table<Input> = table<Input>(() => ({
  type: attrRequired('type', oneOf('mouse', 'tablet', 'keyboard', 'passthrough', 'evdev')),
  bus: attr('bus', oneOf('ps2', 'usb', 'xen', 'parallels', 'virtio', 'none')),
  model: attr('model', oneOf(...virtioModels)),
  driver: child('driver', virtioDriver),
  source: child('source', source),
  ...deviceInfo,
}));
