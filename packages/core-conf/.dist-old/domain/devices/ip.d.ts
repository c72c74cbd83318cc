import { type Table } from '../../table/table.ts';
/** `<ip>` inside a guest's interface. */
export interface IpAddress {
    address: string;
    family?: 'ipv4' | 'ipv6';
    prefix?: number;
    peer?: string;
}
/** `<route>` inside a guest's interface. */
export interface Route {
    family?: 'ipv4' | 'ipv6';
    address: string;
    netmask?: string;
    prefix?: number;
    gateway: string;
    metric?: number;
}
export declare const ipAddress: Table<IpAddress>;
export declare const route: Table<Route>;
//# sourceMappingURL=ip.d.ts.map