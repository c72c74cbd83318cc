import { oneOf, onOff, str, uint } from "../table/codec.js";
import { attr, flag, property } from "../table/field.js";
import { child, some } from "../table/child.js";
import { table } from "../table/table.js";
import { kib, kibAttribute, kibText } from "./size.js";
export const memory = table({ dumpCore: attr('dumpCore', onOff), size: kibText });
export const maxMemory = table({ slots: attr('slots', uint), size: kibText });
const hugePage = table({ size: kibAttribute('size'), nodeset: attr('nodeset', str) });
export const memoryBacking = table({
    hugepages: child('hugepages', table({ pages: some('page', hugePage) }), { empty: 'keep' }),
    nosharepages: flag('nosharepages'),
    locked: flag('locked'),
    source: property('source', 'type', oneOf('file', 'anonymous', 'memfd')),
    access: property('access', 'mode', oneOf('shared', 'private')),
    allocation: child('allocation', table({
        mode: attr('mode', oneOf('immediate', 'ondemand')),
        threads: attr('threads', uint),
    })),
    discard: flag('discard'),
});
export const memtune = table({
    hardLimit: kib('hard_limit'),
    softLimit: kib('soft_limit'),
    minGuarantee: kib('min_guarantee'),
    swapHardLimit: kib('swap_hard_limit'),
});
//# sourceMappingURL=memory.js.map