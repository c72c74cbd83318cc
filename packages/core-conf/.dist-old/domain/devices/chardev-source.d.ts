import type { WriteContext } from '../../table/context.ts';
import { type Field, type Required } from '../../table/field.ts';
import { type DeviceSeclabel } from '../seclabel.ts';
/** What stands behind a character device: where its bytes go. */
export type ChardevSource = SimpleChardev | FileChardev | PathChardev | TcpChardev | UdpChardev | UnixChardev | SpiceportChardev | NmdmChardev | VdagentChardev | DbusChardev;
export type ChardevType = ChardevSource['type'];
interface Labelled {
    seclabels?: DeviceSeclabel[];
}
/** Needs nothing else. */
export interface SimpleChardev {
    type: 'null' | 'vc' | 'stdio' | 'spicevmc';
}
export interface FileChardev extends Labelled {
    type: 'file';
    path?: string;
    /** Append to the file instead of emptying it. */
    append?: boolean;
}
/** A pseudo terminal, a host device or a named pipe. */
export interface PathChardev extends Labelled {
    type: 'pty' | 'dev' | 'pipe';
    path?: string;
}
/** Try again when the connection is lost. */
export interface Reconnect {
    enabled?: boolean;
    /** Seconds. */
    timeout?: number;
}
export type ChardevProtocol = 'raw' | 'telnet' | 'telnets' | 'tls';
export interface TcpChardev {
    type: 'tcp';
    /** `bind`: wait for a client; `connect`: be one. */
    mode: 'connect' | 'bind';
    host?: string;
    service?: string;
    tls?: boolean;
    reconnect?: Reconnect;
    protocol: ChardevProtocol;
}
export interface UdpChardev {
    type: 'udp';
    /** Address to send to. */
    connect: {
        host?: string;
        service?: string;
    };
    /** Address to receive on. */
    bind: {
        host?: string;
        service?: string;
    };
}
export interface UnixChardev extends Labelled {
    type: 'unix';
    mode: 'connect' | 'bind';
    path?: string;
    reconnect?: Reconnect;
}
export interface SpiceportChardev {
    type: 'spiceport';
    channel?: string;
}
/** A pair of nmdm devices (bhyve). */
export interface NmdmChardev {
    type: 'nmdm';
    master?: string;
    slave?: string;
}
export interface VdagentChardev {
    type: 'qemu-vdagent';
    mouse?: 'server' | 'client';
    clipboard?: boolean;
}
export interface DbusChardev {
    type: 'dbus';
    channel?: string;
}
/** `<log>`: a copy of everything that the guest writes. */
export interface ChardevLog {
    file: string;
    append?: boolean;
}
/**
 * `<serial type='...'><source/><protocol/>`: the source of a character device. With `fallback`, that type is meant when
 * the attribute is absent.
 */
export declare function chardevSource(options?: {
    fallback?: ChardevType;
}): Required<ChardevSource>;
/** Writes `<source>` and `<protocol>` into the element that is open. */
export declare function writeChardevSource(source: ChardevSource, out: WriteContext): void;
/** `<log file='..' append='..'/>`. */
export declare const chardevLog: Field<ChardevLog>;
export {};
//# sourceMappingURL=chardev-source.d.ts.map