import { type Int64 } from '../../table/codec.ts';
import { type Table } from '../../table/table.ts';
import { type Bandwidth } from '../bandwidth.ts';
import { type BootableInfo, type VirtioOptions } from './device-info.ts';
import type { HostPciAddress } from './disk-source.ts';
import { type IpAddress, type Route } from './ip.ts';
import { type PortForward } from './port-forward.ts';
import { type Teaming } from './teaming.ts';
import { type VirtualPort, type Vlan } from './virtual-port.ts';
/** `<interface>`: a network card. */
export interface Interface extends BootableInfo {
    /** What it is connected to; `source.type` is written as `<interface type='..'>`. */
    source: InterfaceSource;
    /** Take a host device away from its driver, and give it back. */
    managed?: boolean;
    trustGuestRxFilters?: boolean;
    mac?: InterfaceMac;
    /** Xen: the domain that serves the interface. */
    backendDomain?: string;
    bandwidth?: Bandwidth;
    target?: InterfaceTarget;
    vlan?: Vlan;
    virtualPort?: VirtualPort;
    port?: {
        isolated?: boolean;
    };
    /** User-mode and some others: addresses inside the guest. */
    guestIps?: IpAddress[];
    guestRoutes?: Route[];
    script?: string;
    downscript?: string;
    portForwards?: PortForward[];
    /** Device model, such as `virtio` or `e1000`. */
    model?: string;
    driver?: InterfaceDriver;
    /** Network filter and its parameters. */
    filterref?: FilterRef;
    coalesce?: {
        rx?: {
            frames?: {
                max?: number;
            };
        };
    };
    backend?: InterfaceBackend;
    tune?: {
        sndbuf?: Int64;
    };
    mtu?: number;
    /** Whether the cable is plugged in. */
    link?: 'up' | 'down';
    teaming?: Teaming;
}
export type InterfaceSource = {
    type: 'user';
    dev?: string;
} | {
    type: 'ethernet';
    hostIps?: IpAddress[];
    hostRoutes?: Route[];
} | {
    type: 'null';
} | {
    type: 'network';
    network?: string;
    portgroup?: string;
    portid?: string;
    bridge?: string;
} | {
    type: 'bridge';
    bridge?: string;
    hostIps?: IpAddress[];
    hostRoutes?: Route[];
} | {
    type: 'internal';
    name?: string;
} | {
    type: 'direct';
    dev?: string;
    mode?: DirectMode;
} | {
    type: 'hostdev';
    address?: HostPciAddress & {
        type?: string;
    };
} | {
    type: 'vhostuser';
    dev?: string;
    kind?: string;
    path?: string;
    mode?: 'client' | 'server';
    reconnect?: {
        enabled?: boolean;
        timeout?: number;
    };
} | {
    type: 'server' | 'client' | 'mcast';
    address?: string;
    port?: number;
} | {
    type: 'udp';
    address?: string;
    port?: number;
    local?: {
        address?: string;
        port?: number;
    };
} | {
    type: 'vdpa';
    dev?: string;
} | {
    type: 'vds';
    switchid?: string;
    portid?: number;
    portgroupid?: string;
    connectionid?: number;
};
export type InterfaceType = InterfaceSource['type'];
export type DirectMode = 'vepa' | 'private' | 'bridge' | 'passthrough';
export interface InterfaceMac {
    /** Written in lower case, such as `52:54:00:12:34:56`. */
    address?: string;
    type?: 'generated' | 'static';
    check?: boolean;
}
export interface InterfaceTarget {
    /** Name of the tap device on the host. */
    dev?: string;
    managed?: boolean;
}
export interface InterfaceDriver extends VirtioOptions {
    name?: 'qemu' | 'vhost' | 'kvm' | 'vfio' | 'xen';
    txmode?: 'iothread' | 'timer';
    ioeventfd?: boolean;
    eventIdx?: boolean;
    queues?: number;
    rxQueueSize?: number;
    txQueueSize?: number;
    rss?: boolean;
    rssHashReport?: boolean;
    /** vfio: a variant driver of the host. */
    model?: string;
    host?: Offloads;
    guest?: Omit<Offloads, 'gso' | 'mrgRxbuf'>;
}
/** What the card does in place of the guest's or host's network stack. */
export interface Offloads {
    csum?: boolean;
    gso?: boolean;
    tso4?: boolean;
    tso6?: boolean;
    ecn?: boolean;
    ufo?: boolean;
    mrgRxbuf?: boolean;
}
export interface FilterRef {
    filter: string;
    parameters?: {
        name: string;
        value: string;
    }[];
}
export interface InterfaceBackend {
    type?: 'default' | 'passt';
    tap?: string;
    vhost?: string;
    logFile?: string;
    hostname?: string;
    fqdn?: string;
}
export declare const networkInterface: Table<Interface>;
//# sourceMappingURL=interface.d.ts.map