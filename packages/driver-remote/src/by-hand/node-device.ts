import type { NodeDeviceDriver } from '@virtweave/core-api';
import { connectNodeDeviceEventDeregisterAny, connectNodeDeviceEventRegisterAny } from '@virtweave/core-rpc/protocol/events';
import { nodeDeviceGetParent } from '@virtweave/core-rpc/protocol/node-device';
import { nodeDeviceEvents } from '../events/node-device.ts';
import type { Remote } from '../remote.ts';

type Members = 'connectNodeDeviceEventRegisterAny' | 'connectNodeDeviceEventDeregisterAny' | 'nodeDeviceGetParent';

export function nodeDeviceByHand(remote: Remote): Pick<NodeDeviceDriver, Members> {
  return {
    connectNodeDeviceEventRegisterAny: (dev, eventID, callback, call) =>
      remote.subscriptions.add(
        {
          source: nodeDeviceEvents(eventID),
          of: dev?.name ?? '',
          deliver: callback as (event: unknown) => void,
          register: (client) => client.call(connectNodeDeviceEventRegisterAny, { eventID, dev }),
          deregister: (client, callbackID) => client.call(connectNodeDeviceEventDeregisterAny, { callbackID }),
        },
        call,
      ),
    connectNodeDeviceEventDeregisterAny: (callbackID) => remote.subscriptions.remove(callbackID),
    async nodeDeviceGetParent(device, call) {
      return (await remote.call(nodeDeviceGetParent, { name: device.name }, call)).parentName;
    },
  };
}
