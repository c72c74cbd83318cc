import { oneOf, onOff, str, uint, yesNo } from '../../table/codec.ts';
import { attr, attrOr, attrRequired } from '../../table/field.ts';
import { child, childOr } from '../../table/child.ts';
import { table, type Table } from '../../table/table.ts';
import { deviceInfo, virtioOptions, type DeviceInfo, type VirtioOptions } from './device-info.ts';

/** `<video>`: a graphics card. */
export interface Video extends DeviceInfo {
  driver?: VideoDriver;
  model: VideoModel;
}

export interface VideoDriver extends VirtioOptions {
  name?: 'default' | 'qemu' | 'vhostuser';
  vgaconf?: 'io' | 'on' | 'off';
}

export interface VideoModel {
  type: VideoType;
  /** KiB. */
  ram?: number;
  vram?: number;
  vram64?: number;
  vgamem?: number;
  heads?: number;
  /** The card that the firmware writes to. */
  primary?: boolean;
  blob?: boolean;
  edid?: boolean;
  acceleration?: { accel2d?: boolean; accel3d?: boolean; rendernode?: string };
  resolution?: { x: number; y: number };
}

export type VideoType =
  | 'default' | 'vga' | 'cirrus' | 'vmvga' | 'xen' | 'vbox' | 'qxl' | 'parallels' | 'virtio' | 'gop' | 'none' | 'bochs' | 'ramfb';

const model: Table<VideoModel> = table<VideoModel>(() => ({
  type: attrOr(
    'type',
    oneOf('default', 'vga', 'cirrus', 'vmvga', 'xen', 'vbox', 'qxl', 'parallels', 'virtio', 'gop', 'none', 'bochs', 'ramfb'),
    'default',
  ),
  ram: attr('ram', uint, { omit: 0 }),
  vram: attr('vram', uint, { omit: 0 }),
  vram64: attr('vram64', uint, { omit: 0 }),
  vgamem: attr('vgamem', uint, { omit: 0 }),
  heads: attr('heads', uint, { omit: 0 }),
  primary: attr('primary', yesNo, { omit: false }),
  blob: attr('blob', onOff),
  edid: attr('edid', onOff),
  acceleration: child(
    'acceleration',
    table<NonNullable<VideoModel['acceleration']>>(() => ({
      accel2d: attr('accel2d', yesNo),
      accel3d: attr('accel3d', yesNo),
      rendernode: attr('rendernode', str),
    })),
  ),
  resolution: child(
    'resolution',
    table<{ x: number; y: number }>(() => ({ x: attrRequired('x', uint), y: attrRequired('y', uint) })),
  ),
}));

const driver: Table<VideoDriver> = table<VideoDriver>(() => ({
  ...virtioOptions,
  name: attr('name', oneOf('default', 'qemu', 'vhostuser')),
  vgaconf: attr('vgaconf', oneOf('io', 'on', 'off')),
}));

export const video: Table<Video> = table<Video>(() => ({
  driver: child('driver', driver),
  model: childOr('model', model),
  ...deviceInfo,
}));
