import type { Iommu } from '../devices/iommu.ts';
import { refuse } from './refuse.ts';

export function validateIommu({ model, driver, address }: Iommu): void {
  if (model === 'intel') {
    if (address !== undefined) throw refuse(`iommu model '${model}' can't have address`);
    return;
  }
  if (driver !== undefined && Object.keys(driver).length > 0) {
    throw refuse(`iommu model '${model}' doesn't support additional attributes`);
  }
  if (model === 'smmuv3' && address !== undefined) throw refuse(`iommu model '${model}' can't have address`);
}
