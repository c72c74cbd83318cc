import { qemuDomainMonitorEvent } from '@virtweave/core-rpc/protocol/qemu';
import type { EventSource } from './source.ts';

/** Events of QEMU's monitor, as they are. */
export const monitorEvents: EventSource = {
  message: qemuDomainMonitorEvent as EventSource['message'],
  read(message) {
    const { callbackID, dom, ...rest } = message as ReturnType<typeof qemuDomainMonitorEvent.decode>;
    return { callbackID, event: { domain: dom, ...rest } };
  },
};
