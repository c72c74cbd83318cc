import { type Int64 } from '../table/codec.ts';
import { type Table } from '../table/table.ts';
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
    catchup?: {
        threshold?: number;
        slew?: number;
        limit?: number;
    };
}
export declare const clock: Table<Clock>;
//# sourceMappingURL=clock.d.ts.map