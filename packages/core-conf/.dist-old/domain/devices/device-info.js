import { attr, attrRequired } from "../../table/field.js";
import { onOff, positive, str, uint, yesNo } from "../../table/codec.js";
import { child } from "../../table/child.js";
import { table } from "../../table/table.js";
import { address } from "./address.js";
export const virtioOptions = {
    iommu: attr('iommu', onOff),
    ats: attr('ats', onOff),
    packed: attr('packed', onOff),
    pagePerVq: attr('page_per_vq', onOff),
};
export const virtioDriver = table(virtioOptions);
const bootTable = table({
    order: attrRequired('order', positive),
    loadparm: attr('loadparm', str),
});
const romTable = table({
    enabled: attr('enabled', yesNo),
    bar: attr('bar', onOff),
    file: attr('file', str),
});
export const boot = child('boot', bootTable);
const aliasName = child('alias', table({ name: attr('name', str) }));
/** The alias. A stopped guest keeps only those that the user gave, which begin with `ua-`. */
export const alias = {
    attributes: [],
    children: ['alias'],
    read(element, context) {
        const name = aliasName.read(element, context)?.name;
        return context.inactive && name?.startsWith('ua-') !== true ? undefined : name;
    },
    writeChildren(name, out) {
        if (!out.inactive || name.startsWith('ua-'))
            out.xml.open('alias').attr('name', name).close();
    },
    schema: () => ({ type: 'string' }),
    ...(aliasName.inner && { inner: aliasName.inner }),
};
/** In the order in which libvirt writes them, at the end of most devices. */
export const deviceInfo = {
    alias,
    rom: child('rom', romTable),
    acpi: child('acpi', table({ index: attr('index', uint) })),
    address,
};
/** The same with the boot order in front. */
export const bootableInfo = {
    boot,
    ...deviceInfo,
};
export const virtioModels = ['virtio', 'virtio-transitional', 'virtio-non-transitional'];
//# sourceMappingURL=device-info.js.map