import { type Table } from '../../table/table.ts';
import { type DeviceInfo } from './device-info.ts';
/** `<iommu>`: translates the memory addresses of the guest's devices. */
export interface Iommu extends DeviceInfo {
    model: 'intel' | 'smmuv3' | 'virtio';
    driver?: IommuDriver;
}
export interface IommuDriver {
    intremap?: boolean;
    cachingMode?: boolean;
    eim?: boolean;
    iotlb?: boolean;
    awBits?: number;
    dmaTranslation?: boolean;
}
export declare const iommu: Table<Iommu>;
//# sourceMappingURL=iommu.d.ts.map