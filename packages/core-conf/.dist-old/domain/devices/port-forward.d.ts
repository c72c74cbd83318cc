import { type Table } from '../../table/table.ts';
/** `<portForward>`: ports of the host that lead into the guest. */
export interface PortForward {
    proto: 'tcp' | 'udp';
    /** Address of the host to listen on. */
    address?: string;
    dev?: string;
    ranges: PortRange[];
}
export interface PortRange {
    start: number;
    end?: number;
    /** First port inside the guest. */
    to?: number;
    exclude?: boolean;
}
export declare const portForward: Table<PortForward>;
//# sourceMappingURL=port-forward.d.ts.map