import { type Int64 } from '../table/codec.ts';
import { type Table } from '../table/table.ts';
/** `<iothread>`: a thread that serves disks. */
export interface Iothread {
    id: number;
    threadPoolMin?: number;
    threadPoolMax?: number;
    poll?: IothreadPoll;
}
/** Busy waiting for requests, in nanoseconds. */
export interface IothreadPoll {
    max?: Int64;
    grow?: Int64;
    shrink?: Int64;
}
/** `<defaultiothread>`: the thread pool of the main loop. */
export interface DefaultIothread {
    threadPoolMin?: number;
    threadPoolMax?: number;
}
export declare const iothread: Table<Iothread>;
export declare const defaultIothread: Table<DefaultIothread>;
//# sourceMappingURL=iothreads.d.ts.map