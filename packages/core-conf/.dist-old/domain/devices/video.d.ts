import { type Table } from '../../table/table.ts';
import { type DeviceInfo, type VirtioOptions } from './device-info.ts';
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
    acceleration?: {
        accel2d?: boolean;
        accel3d?: boolean;
        rendernode?: string;
    };
    resolution?: {
        x: number;
        y: number;
    };
}
export type VideoType = 'default' | 'vga' | 'cirrus' | 'vmvga' | 'xen' | 'vbox' | 'qxl' | 'parallels' | 'virtio' | 'gop' | 'none' | 'bochs' | 'ramfb';
export declare const video: Table<Video>;
//# sourceMappingURL=video.d.ts.map