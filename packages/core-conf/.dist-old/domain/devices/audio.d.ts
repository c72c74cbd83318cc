import { type Required } from '../../table/field.ts';
/** `<audio>`: where the guest's sound goes on the host. */
export type Audio = AudioBase<'none', object> | AudioBase<'alsa', {
    dev?: string;
}> | AudioBase<'coreaudio', {
    bufferCount?: number;
}> | AudioBase<'jack', {
    serverName?: string;
    clientName?: string;
    connectPorts?: string;
    exactName?: boolean;
}> | (AudioBase<'oss', {
    dev?: string;
    bufferCount?: number;
    tryPoll?: boolean;
}> & {
    tryMMap?: boolean;
    exclusive?: boolean;
    dspPolicy?: number;
}) | (AudioBase<'pulseaudio', {
    name?: string;
    streamName?: string;
    latency?: number;
}> & {
    serverName?: string;
}) | (AudioBase<'pipewire', {
    name?: string;
    streamName?: string;
    latency?: number;
}> & {
    runtimeDir?: string;
}) | (AudioBase<'sdl', {
    bufferCount?: number;
}> & {
    driver?: SdlAudioDriver;
}) | AudioBase<'spice', object> | (AudioBase<'file', object> & {
    path?: string;
}) | AudioBase<'dbus', object>;
export type AudioType = Audio['type'];
export type SdlAudioDriver = 'esd' | 'alsa' | 'arts' | 'pulseaudio';
interface AudioBase<T extends string, Extra> {
    type: T;
    id: number;
    /** Microseconds between two looks at the backend. */
    timerPeriod?: number;
    input?: AudioStream & Extra;
    output?: AudioStream & Extra;
}
export interface AudioStream {
    mixingEngine?: boolean;
    fixedSettings?: boolean;
    voices?: number;
    /** Microseconds. */
    bufferLength?: number;
    settings?: {
        frequency?: number;
        channels?: number;
        format?: AudioFormat;
    };
}
export type AudioFormat = 's8' | 'u8' | 's16' | 'u16' | 's32' | 'u32' | 'f32';
/** `<audio>`, all of them, the id in front of the type. */
export declare const audios: Required<Audio[]>;
export {};
//# sourceMappingURL=audio.d.ts.map