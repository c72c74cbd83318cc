import { type Table } from '../../table/table.ts';
/** `<virtualport>`: the port of a switch that understands 802.1Qbg, 802.1Qbh, Open vSwitch or MidoNet. */
export interface VirtualPort {
    type?: '802.1Qbg' | '802.1Qbh' | 'openvswitch' | 'midonet';
    parameters?: VirtualPortParameters;
}
export interface VirtualPortParameters {
    managerid?: number;
    typeid?: number;
    typeidversion?: number;
    instanceid?: string;
    interfaceid?: string;
    profileid?: string;
}
/** `<vlan>`. */
export interface Vlan {
    trunk?: boolean;
    tags: VlanTag[];
}
export interface VlanTag {
    id: number;
    nativeMode?: 'tagged' | 'untagged';
}
export declare const virtualPort: Table<VirtualPort>;
export declare const vlan: Table<Vlan>;
//# sourceMappingURL=virtual-port.d.ts.map