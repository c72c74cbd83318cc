import { oneOf, onOff, uint } from "../../table/codec.js";
import { attr, attrRequired } from "../../table/field.js";
import { child } from "../../table/child.js";
import { table } from "../../table/table.js";
import { deviceInfo } from "./device-info.js";
export const iommu = table({
    model: attrRequired('model', oneOf('intel', 'smmuv3', 'virtio')),
    driver: child('driver', table({
        intremap: attr('intremap', onOff),
        cachingMode: attr('caching_mode', onOff),
        eim: attr('eim', onOff),
        iotlb: attr('iotlb', onOff),
        awBits: attr('aw_bits', uint),
        dmaTranslation: attr('dma_translation', onOff),
    })),
    ...deviceInfo,
});
//# sourceMappingURL=iommu.js.map