import { oneOf, onOff, str, uint, uint64 } from "../../table/codec.js";
import { attr, attrRequired, flag, property } from "../../table/field.js";
import { child, childRequired, union } from "../../table/child.js";
import { table } from "../../table/table.js";
import { kib } from "../size.js";
import { idmap } from "../idmap.js";
import { deviceInfo, virtioModels, virtioOptions } from "./device-info.js";
const source = union('type', {
    mount: { dir: attr('dir', str), socket: attr('socket', str) },
    bind: { dir: attr('dir', str) },
    block: { dev: attr('dev', str) },
    file: { file: attr('file', str) },
    template: { name: attr('name', str) },
    ram: { usage: attr('usage', uint64), units: attr('units', str) },
    volume: { pool: attr('pool', str), volume: attr('volume', str) },
}, { body: 'source', fallback: 'mount' });
const driver = table({
    type: attr('type', str),
    format: attr('format', str),
    name: attr('name', str),
    wrpolicy: attr('wrpolicy', oneOf('immediate')),
    queue: attr('queue', uint),
    ...virtioOptions,
});
const binary = table({
    path: attr('path', str),
    xattr: attr('xattr', onOff),
    cache: child('cache', table({ mode: attr('mode', oneOf('none', 'always')) })),
    sandbox: child('sandbox', table({ mode: attr('mode', oneOf('namespace', 'chroot')) })),
    lock: child('lock', table({ posix: attr('posix', onOff), flock: attr('flock', onOff) })),
    threadPool: property('thread_pool', 'size', uint),
    openfiles: property('openfiles', 'max', uint),
});
export const filesystem = table({
    accessmode: attr('accessmode', oneOf('passthrough', 'mapped', 'squash')),
    fmode: attr('fmode', str),
    dmode: attr('dmode', str),
    multidevs: attr('multidevs', oneOf('default', 'remap', 'forbid', 'warn')),
    model: attr('model', oneOf(...virtioModels)),
    driver: child('driver', driver),
    binary: child('binary', binary),
    idmap: child('idmap', idmap),
    source,
    target: childRequired('target', table({ dir: attrRequired('dir', str) })),
    readonly: flag('readonly'),
    ...deviceInfo,
    spaceHardLimit: kib('space_hard_limit'),
    spaceSoftLimit: kib('space_soft_limit'),
});
//# sourceMappingURL=filesystem.js.map