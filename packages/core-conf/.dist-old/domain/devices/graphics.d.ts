import { type Required } from '../../table/field.ts';
import { type Listen } from './graphics-listen.ts';
/** `<graphics>`: how a viewer reaches the guest's screen. */
export type Graphics = VncGraphics | SpiceGraphics | SdlGraphics | RdpGraphics | DesktopGraphics | HeadlessGraphics | DbusGraphics;
export type GraphicsType = Graphics['type'];
interface Password {
    passwd?: string;
    /** UTC, such as `2011-05-31T16:11:22`. */
    passwdValidTo?: string;
    /** What happens to viewers when the password changes. */
    connected?: 'fail' | 'disconnect' | 'keep';
}
interface Server {
    listens: Listen[];
    /** TCP port; -1: chosen at start. Absent when the server listens on a socket, or on no port. */
    port?: number;
    /** Choose a free port at start. */
    autoport?: boolean;
}
export interface VncGraphics extends Server, Password {
    type: 'vnc';
    /** -1: chosen at start. */
    websocket?: number;
    keymap?: string;
    sharePolicy?: 'allow-exclusive' | 'force-shared' | 'ignore';
    powerControl?: boolean;
    wait?: boolean;
    /** Audio backend that viewers hear. */
    audio?: {
        id: number;
    };
}
export interface SpiceGraphics extends Server, Password {
    type: 'spice';
    tlsPort?: number;
    keymap?: string;
    defaultMode?: SpiceMode;
    channels?: {
        name: SpiceChannelName;
        mode: SpiceMode;
    }[];
    image?: 'auto_glz' | 'auto_lz' | 'quic' | 'glz' | 'lz' | 'off';
    jpeg?: 'auto' | 'never' | 'always';
    zlib?: 'auto' | 'never' | 'always';
    playback?: 'on' | 'off';
    streaming?: 'filter' | 'all' | 'off';
    mouse?: 'server' | 'client';
    clipboard?: boolean;
    filetransfer?: boolean;
    gl?: Gl;
}
export type SpiceMode = 'any' | 'secure' | 'insecure';
export type SpiceChannelName = 'main' | 'display' | 'inputs' | 'cursor' | 'playback' | 'record' | 'smartcard' | 'usbredir';
/** OpenGL on the host. */
export interface Gl {
    enable?: boolean;
    rendernode?: string;
}
export interface SdlGraphics {
    type: 'sdl';
    display?: string;
    xauth?: string;
    fullscreen?: boolean;
    gl?: Gl;
}
export interface RdpGraphics extends Server {
    type: 'rdp';
    username?: string;
    passwd?: string;
    replaceUser?: boolean;
    multiUser?: boolean;
}
export interface DesktopGraphics {
    type: 'desktop';
    display?: string;
    fullscreen?: boolean;
}
export interface HeadlessGraphics {
    type: 'egl-headless';
    gl?: Gl;
}
export interface DbusGraphics {
    type: 'dbus';
    address?: string;
    p2p?: boolean;
    gl?: Gl;
    audio?: {
        id: number;
    };
}
export declare const graphics: Required<Graphics[]>;
export {};
//# sourceMappingURL=graphics.d.ts.map