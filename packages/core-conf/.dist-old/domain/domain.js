import { int, oneOf, refine, str, uint } from "../table/codec.js";
import { attr, attrRequired, leaf, leafOr, leafRequired, leading, live } from "../table/field.js";
import { child, childOr, childRequired, list, some, within } from "../table/child.js";
import { table } from "../table/table.js";
import { blkiotune } from "./blkiotune.js";
import { clock } from "./clock.js";
import { cpu } from "./cpu.js";
import { cputune } from "./cputune.js";
import { devices } from "./devices/devices.js";
import { iotune } from "./devices/iotune.js";
import { extensions } from "./extensions.js";
import { features } from "./features.js";
import { idmap } from "./idmap.js";
import { defaultIothread, iothread } from "./iothreads.js";
import { keywrapCipher } from "./keywrap.js";
import { launchSecurity } from "./launch-security.js";
import { maxMemory, memory, memoryBacking, memtune } from "./memory.js";
import { metadata } from "./metadata.js";
import { numatune } from "./numatune.js";
import { os } from "./os.js";
import { perfEvent } from "./perf.js";
import { powerManagement } from "./pm.js";
import { resource } from "./resource.js";
import { seclabel } from "./seclabel.js";
import { kib } from "./size.js";
import { sysinfos } from "./sysinfo.js";
import { vcpu, vcpuState } from "./vcpu.js";
export const virtTypes = [
    'qemu', 'kvm', 'hvf', 'xen', 'lxc', 'openvz', 'test', 'vmware', 'hyperv', 'vbox', 'phyp', 'parallels', 'bhyve', 'vz',
];
const lifecycle = ['destroy', 'restart', 'rename-restart', 'preserve'];
const id = live({
    ...attr('id', int),
    writeAttributes(value, out) {
        if (value >= 0)
            out.xml.attr('id', String(value));
    },
});
const genid = {
    ...leaf('genid', str),
    read: (element) => element.child('genid')?.text.trim(),
};
/** Trailing blanks of a title are dropped. */
const title = refine(str, (value) => value.trimEnd());
/** The table of `<domain>`, in the order in which libvirt writes it. */
export const domain = table({
    type: leading(attrRequired('type', oneOf(...virtTypes))),
    id: leading(id),
    name: leafRequired('name', str),
    uuid: leaf('uuid', str),
    genid,
    title: leaf('title', title),
    description: leaf('description', str),
    metadata,
    maxMemory: child('maxMemory', maxMemory),
    memory: childOr('memory', memory, { empty: 'keep' }),
    currentMemory: kib('currentMemory'),
    blkiotune: child('blkiotune', blkiotune),
    memtune: child('memtune', memtune),
    memoryBacking: child('memoryBacking', memoryBacking),
    vcpu: childOr('vcpu', vcpu, { empty: 'keep' }),
    vcpus: within('vcpus', some('vcpu', vcpuState)),
    iothreads: leaf('iothreads', uint),
    iothreadIds: within('iothreadids', some('iothread', iothread)),
    defaultIothread: child('defaultiothread', defaultIothread),
    cputune: child('cputune', cputune),
    numatune: child('numatune', numatune),
    resource: child('resource', resource),
    sysinfos,
    bootloader: leaf('bootloader', str),
    bootloaderArgs: leaf('bootloader_args', str),
    throttleGroups: within('throttlegroups', some('throttlegroup', iotune)),
    os: childRequired('os', os, 'an os <type> must be specified'),
    idmap: child('idmap', idmap),
    features: child('features', features),
    cpu: child('cpu', cpu),
    clock: childOr('clock', clock, { empty: 'keep' }),
    onPoweroff: leafOr('on_poweroff', oneOf(...lifecycle), 'destroy'),
    onReboot: leafOr('on_reboot', oneOf(...lifecycle), 'restart'),
    onCrash: leafOr('on_crash', oneOf(...lifecycle, 'coredump-destroy', 'coredump-restart'), 'destroy'),
    onLockfailure: leaf('on_lockfailure', oneOf('poweroff', 'restart', 'pause', 'ignore')),
    powerManagement: child('pm', powerManagement),
    perf: within('perf', some('event', perfEvent)),
    devices: childOr('devices', devices, { empty: 'pair' }),
    seclabels: list('seclabel', seclabel),
    keywrap: within('keywrap', some('cipher', keywrapCipher)),
    launchSecurity,
    extensions: leading(extensions),
});
//# sourceMappingURL=domain.js.map