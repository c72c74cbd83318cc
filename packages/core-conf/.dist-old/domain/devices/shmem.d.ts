import { type Table } from '../../table/table.ts';
import { type DeviceInfo } from './device-info.ts';
/** `<shmem>`: memory that guests share. */
export interface Shmem extends DeviceInfo {
    name: string;
    role?: 'master' | 'peer';
    model?: 'ivshmem' | 'ivshmem-plain' | 'ivshmem-doorbell';
    /** MiB. */
    size?: number;
    server?: {
        path?: string;
    };
    msi?: {
        vectors?: number;
        ioeventfd?: boolean;
    };
}
export declare const shmem: Table<Shmem>;
//# sourceMappingURL=shmem.d.ts.map