import { type Field } from '../../table/field.ts';
/** An I/O thread of a disk or controller, with the queues that it serves. */
export interface DriverIothread {
    id: number;
    /** Empty: all. */
    queues: number[];
}
/** `<iothreads>` of a disk's or controller's driver. */
export declare const driverIothreads: Field<DriverIothread[]>;
//# sourceMappingURL=driver-iothreads.d.ts.map