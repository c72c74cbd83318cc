import { int64, oneOf, str, uint, uint64, yesNo, type Int64 } from '../table/codec.ts';
import { attr, attrOr, attrRequired, type Field } from '../table/field.ts';
import { child, some } from '../table/child.ts';
import { table, type Table } from '../table/table.ts';

/** `<clock>`: what time the guest's hardware clock shows. */
export interface Clock {
  offset: 'utc' | 'localtime' | 'variable' | 'timezone' | 'absolute';
  /** Offset `timezone`: name of the zone. */
  timezone?: string;
  /** Offset `variable`: seconds ahead of the basis. With `utc` and `localtime`: `reset` forgets what the guest has set. */
  adjustment?: string;
  basis?: 'utc' | 'localtime';
  /** Offset `absolute`: seconds since the epoch. */
  start?: Int64;
  timers?: Timer[];
}

export interface Timer {
  name: 'platform' | 'pit' | 'rtc' | 'hpet' | 'tsc' | 'kvmclock' | 'hypervclock' | 'armvtimer';
  present?: boolean;
  tickpolicy?: 'delay' | 'catchup' | 'merge' | 'discard';
  track?: 'boot' | 'guest' | 'wall' | 'realtime';
  /** Hertz. */
  frequency?: Int64;
  mode?: 'auto' | 'native' | 'emulate' | 'paravirt' | 'smpsafe';
  catchup?: { threshold?: number; slew?: number; limit?: number };
}

const timer: Table<Timer> = table<Timer>(() => ({
  name: attrRequired('name', oneOf('platform', 'pit', 'rtc', 'hpet', 'tsc', 'kvmclock', 'hypervclock', 'armvtimer')),
  present: attr('present', yesNo),
  tickpolicy: attr('tickpolicy', oneOf('delay', 'catchup', 'merge', 'discard')),
  track: attr('track', oneOf('boot', 'guest', 'wall', 'realtime')),
  frequency: attr('frequency', uint64),
  mode: attr('mode', oneOf('auto', 'native', 'emulate', 'paravirt', 'smpsafe')),
  catchup: child(
    'catchup',
    table<NonNullable<Timer['catchup']>>(() => ({
      threshold: attr('threshold', uint),
      slew: attr('slew', uint),
      limit: attr('limit', uint),
    })),
  ),
}));

/** What a clock that the guest sets always has. */
function ofVariable<V>(field: Field<V>, fallback: V): Field<V> {
  return {
    ...field,
    derived: true,
    read: (element, context) => field.read(element, context) ?? (element.attr('offset') === 'variable' ? fallback : undefined),
  };
}

export const clock: Table<Clock> = table<Clock>(() => ({
  offset: attrOr('offset', oneOf('utc', 'localtime', 'variable', 'timezone', 'absolute'), 'utc'),
  adjustment: ofVariable(attr('adjustment', str), '0'),
  basis: ofVariable(attr('basis', oneOf('utc', 'localtime')), 'utc'),
  timezone: attr('timezone', str),
  start: attr('start', int64),
  timers: some('timer', timer),
}));
