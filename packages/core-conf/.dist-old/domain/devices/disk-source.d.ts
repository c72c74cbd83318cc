import { type Int64 } from '../../table/codec.ts';
import { type Required } from '../../table/field.ts';
import { type Table } from '../../table/table.ts';
import { type DeviceSeclabel } from '../seclabel.ts';
/** Where the data of a disk is; `type` is written as `<disk type='..'>`. */
export type DiskSource = FileSource | BlockSource | DirectorySource | VolumeSource | NetworkSource | NvmeSource | VhostUserSource | VhostVdpaSource;
export type DiskSourceType = DiskSource['type'];
interface SourceCommon {
    startupPolicy?: 'mandatory' | 'requisite' | 'optional';
    /** Number of the image in a running guest's chain; the node names of QEMU contain it. */
    index?: number;
    slices?: Slice[];
    encryption?: Encryption;
    seclabels?: DeviceSeclabel[];
    reservations?: Reservations;
}
export interface FileSource extends SourceCommon {
    type: 'file';
    file?: string;
    /** Name of a group of descriptors that the caller handed over. */
    fdgroup?: string;
}
export interface BlockSource extends SourceCommon {
    type: 'block';
    dev?: string;
}
export interface DirectorySource extends SourceCommon {
    type: 'dir';
    dir?: string;
}
/** A volume of a storage pool. */
export interface VolumeSource extends SourceCommon {
    type: 'volume';
    pool?: string;
    volume?: string;
    /** iSCSI: reach the LUN through the host, or directly. */
    mode?: 'host' | 'direct';
}
export interface NetworkSource extends SourceCommon {
    type: 'network';
    protocol: NetworkProtocol;
    /** Image, volume or path on the server. */
    name?: string;
    query?: string;
    tls?: boolean;
    tlsHostname?: string;
    hosts?: NetworkHost[];
    ssl?: {
        verify?: boolean;
    };
    cookies?: Cookie[];
    readahead?: {
        size?: Int64;
    };
    timeout?: {
        seconds?: Int64;
    };
    initiator?: Initiator;
    reconnect?: {
        delay?: number;
    };
    snapshot?: {
        name?: string;
    };
    config?: {
        file?: string;
    };
    knownHosts?: {
        path?: string;
    };
    auth?: Auth;
    identity?: SshIdentity;
}
export type NetworkProtocol = 'nbd' | 'rbd' | 'sheepdog' | 'gluster' | 'iscsi' | 'http' | 'https' | 'ftp' | 'ftps' | 'tftp' | 'ssh' | 'vxhs' | 'nfs';
export interface NvmeSource extends SourceCommon {
    type: 'nvme';
    /** The only type is `pci`. */
    kind?: string;
    managed?: boolean;
    namespace?: Int64;
    address?: HostPciAddress;
}
/** A PCI function of the host. */
export interface HostPciAddress {
    domain?: number;
    bus?: number;
    slot?: number;
    function?: number;
}
export interface VhostUserSource extends SourceCommon {
    type: 'vhostuser';
    kind?: string;
    path?: string;
    reconnect?: {
        enabled?: boolean;
        timeout?: number;
    };
}
export interface VhostVdpaSource extends SourceCommon {
    type: 'vhostvdpa';
    dev?: string;
}
export interface NetworkHost {
    transport?: 'tcp' | 'unix' | 'rdma';
    name?: string;
    port?: number;
    socket?: string;
}
export interface Cookie {
    name: string;
    value?: string;
}
export interface Initiator {
    iqn?: string;
}
export interface SshIdentity {
    user?: string;
    group?: string;
    username?: string;
    keyfile?: string;
    agentsock?: string;
}
/** Who asks the storage server, and which secret proves it. */
export interface Auth {
    username: string;
    secret?: SecretUse;
}
/** Names a secret, by UUID or by what it is used for. */
export interface SecretUse {
    type: string;
    uuid?: string;
    usage?: string;
}
export interface Encryption {
    format: 'default' | 'qcow' | 'luks' | 'luks2' | 'luks-any';
    /** Who decrypts. */
    engine?: 'qemu' | 'librbd';
    cipher?: {
        name?: string;
        size?: number;
        mode?: string;
        hash?: string;
    };
    ivgen?: {
        name?: string;
        hash?: string;
    };
    secrets?: SecretUse[];
}
/** A part of the source that holds the image. */
export interface Slice {
    type: 'storage';
    /** Bytes. */
    offset: Int64;
    size: Int64;
}
/** SCSI persistent reservations. */
export interface Reservations {
    managed?: boolean;
    source?: {
        type?: string;
        path?: string;
        mode?: string;
    };
}
export declare const secretUse: Table<SecretUse>;
export declare const auth: Table<Auth>;
export declare const encryption: Table<Encryption>;
/** A server, as disks, host devices and firmware variables name it. */
export declare const networkHost: Table<NetworkHost>;
/** `<initiator><iqn name='..'/></initiator>`. */
export declare const initiator: Table<Initiator>;
/** The source of a disk or of an image below it; its `type` stands on the element around it. */
export declare function diskSource(options?: {
    empty?: 'omit' | 'keep';
}): Required<DiskSource>;
export {};
//# sourceMappingURL=disk-source.d.ts.map