import type { DomainEventDriver } from '@virtweave/core-api';
import {
  connectDomainEventCallbackDeregisterAny,
  connectDomainEventCallbackRegisterAny,
} from '@virtweave/core-rpc/protocol/events';
import { qemuConnectDomainMonitorEventDeregister, qemuConnectDomainMonitorEventRegister } from '@virtweave/core-rpc/protocol/qemu';
import { domainEvents } from '../events/domain.ts';
import { monitorEvents } from '../events/monitor.ts';
import type { Remote } from '../remote.ts';

export function domainEventByHand(remote: Remote): DomainEventDriver {
  return {
    connectDomainEventRegisterAny: (dom, eventID, callback, call) =>
      remote.subscriptions.add(
        {
          source: domainEvents(eventID),
          of: dom?.uuid ?? '',
          deliver: callback as (event: unknown) => void,
          register: (client) => client.call(connectDomainEventCallbackRegisterAny, { eventID, dom }),
          deregister: (client, callbackID) => client.call(connectDomainEventCallbackDeregisterAny, { callbackID }),
        },
        call,
      ),
    connectDomainEventDeregisterAny: (callbackID) => remote.subscriptions.remove(callbackID),
    connectDomainQemuMonitorEventRegister: (dom, event, callback, flags, call) =>
      remote.subscriptions.add(
        {
          source: monitorEvents,
          of: JSON.stringify([dom?.uuid, event, flags]),
          deliver: callback as (event: unknown) => void,
          register: (client) => client.call(qemuConnectDomainMonitorEventRegister, { dom, event, flags }),
          deregister: (client, callbackID) => client.call(qemuConnectDomainMonitorEventDeregister, { callbackID }),
        },
        call,
      ),
    connectDomainQemuMonitorEventDeregister: (callbackID) => remote.subscriptions.remove(callbackID),
    connectRegisterCloseCallback: (callback, call) => remote.registerCloseCallback(callback, call),
    connectUnregisterCloseCallback: (callback, call) => remote.unregisterCloseCallback(callback, call),
  };
}
