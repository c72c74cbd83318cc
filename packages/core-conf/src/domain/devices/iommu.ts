import { oneOf, onOff, uint } from '../../table/codec.ts';
import { attr, attrRequired } from '../../table/field.ts';
import { child } from '../../table/child.ts';
import { table, type Table } from '../../table/table.ts';
import { deviceInfo, type DeviceInfo } from './device-info.ts';

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

export const iommu: Table<Iommu> = table<Iommu>(() => ({
  model: attrRequired('model', oneOf('intel', 'smmuv3', 'virtio')),
  driver: child(
    'driver',
    table<IommuDriver>(() => ({
      intremap: attr('intremap', onOff),
      cachingMode: attr('caching_mode', onOff),
      eim: attr('eim', onOff),
      iotlb: attr('iotlb', onOff),
      awBits: attr('aw_bits', uint),
      dmaTranslation: attr('dma_translation', onOff),
    })),
  ),
  ...deviceInfo,
}));
