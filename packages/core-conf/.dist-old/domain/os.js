import { int, oneOf, str, uint, yesNo } from "../table/codec.js";
import { attr, attrRequired, leaf, leaves, properties, property, text } from "../table/field.js";
import { child, childRequired, some, within } from "../table/child.js";
import { table } from "../table/table.js";
import { diskSource } from "./devices/disk-source.js";
const format = oneOf('raw', 'qcow2');
const osType = table({
    arch: attr('arch', str),
    machine: attr('machine', str),
    type: { ...text(str), required: true, read: (element) => element.text.trim() },
});
const loader = table({
    readonly: attr('readonly', yesNo),
    secure: attr('secure', yesNo),
    type: attr('type', oneOf('rom', 'pflash', 'none')),
    stateless: attr('stateless', yesNo),
    format: attr('format', format),
    path: text(str),
});
const nvramSource = diskSource();
const nvram = table({
    template: attr('template', str),
    templateFormat: attr('templateFormat', format),
    source: {
        ...nvramSource,
        lead: false,
        read: (element, context) => (element.child('source') === undefined ? undefined : nvramSource.read(element, context)),
    },
    format: attr('format', format),
    path: {
        ...text(str),
        read: (element, context) => element.child('source') === undefined && element.text.trim() !== '' ? text(str).read(element, context) : undefined,
    },
});
const feature = table({
    enabled: attrRequired('enabled', yesNo),
    name: attrRequired('name', str),
});
const optionalProperties = (field, name) => ({
    ...field,
    read: (element, context) => (element.child(name) === undefined ? undefined : field.read(element, context)),
});
export const os = table({
    firmware: attr('firmware', oneOf('bios', 'efi')),
    type: childRequired('type', osType, 'an os <type> must be specified'),
    init: leaf('init', str),
    initargs: optionalProperties(leaves('initarg', str), 'initarg'),
    initenv: some('initenv', table({ name: attrRequired('name', str), value: text(str, { verbatim: true }) })),
    initdir: leaf('initdir', str),
    inituser: leaf('inituser', str),
    initgroup: leaf('initgroup', str),
    firmwareFeatures: within('firmware', some('feature', feature)),
    loader: child('loader', loader),
    nvram: child('nvram', nvram),
    kernel: leaf('kernel', str),
    initrd: leaf('initrd', str),
    cmdline: leaf('cmdline', str),
    shim: leaf('shim', str),
    dtb: leaf('dtb', str),
    acpiTables: within('acpi', some('table', table({
        type: attr('type', oneOf('raw', 'rawset', 'slic', 'msdm')),
        path: text(str),
    }))),
    boot: optionalProperties(properties('boot', 'dev', oneOf('fd', 'cdrom', 'hd', 'network')), 'boot'),
    bootmenu: child('bootmenu', table({ enable: attr('enable', yesNo), timeout: attr('timeout', uint) })),
    bios: child('bios', table({
        useserial: attr('useserial', yesNo),
        rebootTimeout: attr('rebootTimeout', int),
    })),
    smbios: property('smbios', 'mode', oneOf('emulate', 'host', 'sysinfo')),
});
//# sourceMappingURL=os.js.map