import type { DomainRef, QemuMonitorEvent } from '@virtweave/core-api';
import { formatJson, type QmpEvent } from '../qmp/index.ts';

/** What listeners of the monitor are told. */
export interface MonitorEvent extends QemuMonitorEvent {
  readonly kind: 'monitor';
}

/** One event of a guest's QEMU as listeners get it. */
export function monitorEvent(domain: DomainRef, { event, data, timestamp }: QmpEvent): MonitorEvent {
  return {
    kind: 'monitor',
    domain,
    event,
    seconds: BigInt(timestamp.seconds),
    micros: Math.max(0, timestamp.microseconds),
    details: Object.keys(data).length === 0 ? undefined : formatJson(data),
  };
}
