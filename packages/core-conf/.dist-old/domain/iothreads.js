import { int, uint64, positive, uint } from "../table/codec.js";
import { attr, attrRequired } from "../table/field.js";
import { child } from "../table/child.js";
import { table } from "../table/table.js";
export const iothread = table({
    id: attrRequired('id', positive),
    threadPoolMin: attr('thread_pool_min', int),
    threadPoolMax: attr('thread_pool_max', int),
    poll: child('poll', table({ max: attr('max', uint64), grow: attr('grow', uint64), shrink: attr('shrink', uint64) })),
});
export const defaultIothread = table({
    threadPoolMin: attr('thread_pool_min', uint),
    threadPoolMax: attr('thread_pool_max', uint),
});
//# sourceMappingURL=iothreads.js.map