import { int, oneOf, str, uint, uint64, yesNo, onOff, positive } from "../table/codec.js";
import { attr, attrRequired, leaf, text } from "../table/field.js";
import { child, childRequired, some, within } from "../table/child.js";
import { table } from "../table/table.js";
import { kibAttribute } from "./size.js";
const model = table({
    fallback: attr('fallback', oneOf('allow', 'forbid')),
    vendorId: attr('vendor_id', str),
    name: text(str),
});
const topology = table({
    sockets: attrRequired('sockets', positive),
    dies: attr('dies', positive),
    clusters: attr('clusters', positive),
    cores: attrRequired('cores', positive),
    threads: attrRequired('threads', positive),
});
const feature = table({
    policy: attr('policy', oneOf('force', 'require', 'optional', 'disable', 'forbid')),
    name: attrRequired('name', str),
});
const cacheSize = table({ value: attrRequired('value', uint64), unit: attr('unit', str) });
const numaCache = table({
    level: attrRequired('level', uint),
    associativity: attrRequired('associativity', oneOf('none', 'direct', 'full')),
    policy: attrRequired('policy', oneOf('none', 'writeback', 'writethrough')),
    size: childRequired('size', cacheSize),
    line: childRequired('line', cacheSize),
});
const cell = table({
    id: attr('id', uint),
    cpus: attr('cpus', str),
    memory: kibAttribute('memory'),
    memAccess: attr('memAccess', oneOf('shared', 'private')),
    discard: attr('discard', yesNo),
    distances: within('distances', some('sibling', table({ id: attrRequired('id', uint), value: attrRequired('value', uint) }))),
    caches: some('cache', numaCache),
});
const latency = table({
    initiator: attrRequired('initiator', uint),
    target: attrRequired('target', uint),
    cache: attr('cache', uint, { omit: 0 }),
    type: attrRequired('type', oneOf('access', 'read', 'write')),
    value: attrRequired('value', uint64),
    unit: attr('unit', str),
});
const numa = table({
    cells: some('cell', cell),
    interconnects: child('interconnects', table({ latencies: some('latency', latency), bandwidths: some('bandwidth', latency) })),
});
export const cpu = table({
    mode: attr('mode', oneOf('custom', 'host-model', 'host-passthrough', 'maximum')),
    match: attr('match', oneOf('minimum', 'exact', 'strict')),
    check: attr('check', oneOf('none', 'partial', 'full')),
    migratable: attr('migratable', onOff),
    model: child('model', model),
    vendor: leaf('vendor', str),
    maxphysaddr: child('maxphysaddr', table({
        mode: attrRequired('mode', oneOf('emulate', 'passthrough')),
        bits: attr('bits', uint),
        limit: attr('limit', uint),
    })),
    topology: child('topology', topology),
    cache: child('cache', table({
        level: attr('level', int),
        mode: attrRequired('mode', oneOf('emulate', 'passthrough', 'disable')),
    })),
    features: some('feature', feature),
    numa: child('numa', numa),
});
//# sourceMappingURL=cpu.js.map