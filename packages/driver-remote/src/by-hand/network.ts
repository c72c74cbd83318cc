import type { DHCPLease, NetworkDriver } from '@virtweave/core-api';
import { connectNetworkEventDeregisterAny, connectNetworkEventRegisterAny } from '@virtweave/core-rpc/protocol/events';
import { networkGetDhcpLeases } from '@virtweave/core-rpc/protocol/network';
import { networkEvents } from '../events/network.ts';
import type { Remote } from '../remote.ts';

type Members = 'connectNetworkEventRegisterAny' | 'connectNetworkEventDeregisterAny' | 'networkGetDHCPLeases';

export function networkByHand(remote: Remote): Pick<NetworkDriver, Members> {
  return {
    connectNetworkEventRegisterAny: (net, eventID, callback, call) =>
      remote.subscriptions.add(
        {
          source: networkEvents(eventID),
          of: net?.uuid ?? '',
          deliver: callback as (event: unknown) => void,
          register: (client) => client.call(connectNetworkEventRegisterAny, { eventID, net }),
          deregister: (client, callbackID) => client.call(connectNetworkEventDeregisterAny, { callbackID }),
        },
        call,
      ),
    connectNetworkEventDeregisterAny: (callbackID) => remote.subscriptions.remove(callbackID),
    async networkGetDHCPLeases(network, mac, flags, call) {
      const { leases } = await remote.call(networkGetDhcpLeases, { net: network, mac, need_results: 1, flags }, call);
      return leases.map((lease) => withoutAbsent(lease));
    },
  };
}

/** A property that the wire has as undefined is one that the contract has not. */
function withoutAbsent(lease: object): DHCPLease {
  return Object.fromEntries(Object.entries(lease).filter(([, value]) => value !== undefined)) as unknown as DHCPLease;
}
