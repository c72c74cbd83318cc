import { type Int64 } from '../../table/codec.ts';
import { type Table } from '../../table/table.ts';
import { type Idmap } from '../idmap.ts';
import { type DeviceInfo, type VirtioModel, type VirtioOptions } from './device-info.ts';
/** `<filesystem>`: a folder of the host inside the guest. */
export interface Filesystem extends DeviceInfo {
    /** What is shared; `source.type` is written as `<filesystem type='..'>`. */
    source: FilesystemSource;
    accessmode?: 'passthrough' | 'mapped' | 'squash';
    /** Octal modes of new files and folders, as written. */
    fmode?: string;
    dmode?: string;
    multidevs?: 'default' | 'remap' | 'forbid' | 'warn';
    model?: VirtioModel;
    driver?: FilesystemDriver;
    binary?: VirtiofsBinary;
    idmap?: Idmap;
    target: {
        dir: string;
    };
    readonly?: true;
    /** KiB. */
    spaceHardLimit?: number;
    spaceSoftLimit?: number;
}
export type FilesystemSource = {
    type: 'mount';
    dir?: string;
    socket?: string;
} | {
    type: 'bind';
    dir?: string;
} | {
    type: 'block';
    dev?: string;
} | {
    type: 'file';
    file?: string;
} | {
    type: 'template';
    name?: string;
} | {
    type: 'ram';
    usage?: Int64;
    units?: string;
} | {
    type: 'volume';
    pool?: string;
    volume?: string;
};
export interface FilesystemDriver extends VirtioOptions {
    type?: string;
    wrpolicy?: 'immediate';
    format?: string;
    name?: string;
    queue?: number;
}
/** How the virtiofs daemon is run. */
export interface VirtiofsBinary {
    path?: string;
    xattr?: boolean;
    cache?: {
        mode?: 'none' | 'always';
    };
    sandbox?: {
        mode?: 'namespace' | 'chroot';
    };
    lock?: {
        posix?: boolean;
        flock?: boolean;
    };
    threadPool?: number;
    openfiles?: number;
}
export declare const filesystem: Table<Filesystem>;
//# sourceMappingURL=filesystem.d.ts.map