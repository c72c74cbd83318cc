import { type Table } from '../../table/table.ts';
import { type DeviceInfo, type VirtioModel, type VirtioOptions } from './device-info.ts';
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
export declare const input: Table<Input>;
//# sourceMappingURL=input.d.ts.map