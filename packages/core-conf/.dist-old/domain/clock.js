import { int64, oneOf, str, uint, uint64, yesNo } from "../table/codec.js";
import { attr, attrOr, attrRequired } from "../table/field.js";
import { child, some } from "../table/child.js";
import { table } from "../table/table.js";
const timer = table({
    name: attrRequired('name', oneOf('platform', 'pit', 'rtc', 'hpet', 'tsc', 'kvmclock', 'hypervclock', 'armvtimer')),
    present: attr('present', yesNo),
    tickpolicy: attr('tickpolicy', oneOf('delay', 'catchup', 'merge', 'discard')),
    track: attr('track', oneOf('boot', 'guest', 'wall', 'realtime')),
    frequency: attr('frequency', uint64),
    mode: attr('mode', oneOf('auto', 'native', 'emulate', 'paravirt', 'smpsafe')),
    catchup: child('catchup', table({
        threshold: attr('threshold', uint),
        slew: attr('slew', uint),
        limit: attr('limit', uint),
    })),
});
export const clock = table({
    offset: attrOr('offset', oneOf('utc', 'localtime', 'variable', 'timezone', 'absolute'), 'utc'),
    adjustment: attr('adjustment', str),
    basis: attr('basis', oneOf('utc', 'localtime')),
    timezone: attr('timezone', str),
    start: attr('start', int64),
    timers: some('timer', timer),
});
//# sourceMappingURL=clock.js.map