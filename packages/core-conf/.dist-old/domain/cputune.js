import { int, int64, oneOf, str, uint, uint64 } from "../table/codec.js";
import { attr, attrRequired, leaf } from "../table/field.js";
import { child, some } from "../table/child.js";
import { table } from "../table/table.js";
const sched = {
    scheduler: attrRequired('scheduler', oneOf('batch', 'idle', 'fifo', 'rr')),
    priority: attr('priority', int),
};
const cachetune = table({
    vcpus: attrRequired('vcpus', str),
    id: attr('id', str),
    caches: some('cache', table({
        id: attrRequired('id', uint),
        level: attrRequired('level', uint),
        type: attrRequired('type', oneOf('both', 'code', 'data')),
        size: attrRequired('size', uint64),
        unit: attr('unit', str),
    })),
    monitors: some('monitor', table({ level: attrRequired('level', uint), vcpus: attrRequired('vcpus', str) })),
});
const memorytune = table({
    vcpus: attrRequired('vcpus', str),
    id: attr('id', str),
    nodes: some('node', table({ id: attrRequired('id', uint), bandwidth: attrRequired('bandwidth', uint) })),
    monitors: some('monitor', table({ vcpus: attrRequired('vcpus', str) })),
});
export const cputune = table({
    shares: leaf('shares', uint64),
    period: leaf('period', uint64),
    quota: leaf('quota', int64),
    globalPeriod: leaf('global_period', uint64),
    globalQuota: leaf('global_quota', int64),
    emulatorPeriod: leaf('emulator_period', uint64),
    emulatorQuota: leaf('emulator_quota', int64),
    iothreadPeriod: leaf('iothread_period', uint64),
    iothreadQuota: leaf('iothread_quota', int64),
    vcpupin: some('vcpupin', table({ vcpu: attrRequired('vcpu', uint), cpuset: attrRequired('cpuset', str) })),
    emulatorpin: child('emulatorpin', table({ cpuset: attrRequired('cpuset', str) })),
    iothreadpin: some('iothreadpin', table({ iothread: attrRequired('iothread', uint), cpuset: attrRequired('cpuset', str) })),
    emulatorsched: child('emulatorsched', table(sched)),
    vcpusched: some('vcpusched', table({ vcpus: attrRequired('vcpus', str), ...sched })),
    iothreadsched: some('iothreadsched', table({ iothreads: attrRequired('iothreads', str), ...sched })),
    cachetune: some('cachetune', cachetune),
    memorytune: some('memorytune', memorytune),
});
//# sourceMappingURL=cputune.js.map