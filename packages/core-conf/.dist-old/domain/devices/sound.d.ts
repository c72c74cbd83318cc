import { type Table } from '../../table/table.ts';
import { type DeviceInfo, type VirtioOptions } from './device-info.ts';
/** `<sound>`: a sound card. */
export interface Sound extends DeviceInfo {
    model: SoundModel;
    /** USB: several channels in one device. */
    multichannel?: boolean;
    /** virtio: PCM streams. */
    streams?: number;
    codecs?: {
        type: 'duplex' | 'micro' | 'output';
    }[];
    /** Id of the audio backend. */
    audio?: {
        id: number;
    };
    driver?: VirtioOptions;
}
export type SoundModel = 'sb16' | 'es1370' | 'pcspk' | 'ac97' | 'ich6' | 'ich7' | 'ich9' | 'usb' | 'virtio';
export declare const sound: Table<Sound>;
//# sourceMappingURL=sound.d.ts.map