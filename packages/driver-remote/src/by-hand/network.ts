import type { DHCPLease, NetworkDriver } from '@virtweave/core-api';
import { connectNetworkEventDeregisterAny, connectNetworkEventRegisterAny } from '@virtweave/core-rpc/protocol/events';
import { connectSupportsFeature } from '@virtweave/core-rpc/protocol/connect';
import { networkGetDhcpLeases, networkUpdate } from '@virtweave/core-rpc/protocol/network';
import { feature } from '../connection/features.ts';
import { networkEvents } from '../events/network.ts';
import type { Remote } from '../remote.ts';

type Members = 'connectNetworkEventRegisterAny' | 'connectNetworkEventDeregisterAny' | 'networkGetDHCPLeases' | 'networkUpdate';

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
    // Servers before 7.2 take command for section and section for command.
    async networkUpdate(network, command, section, parentIndex, xml, flags, call) {
      const { supported } = await remote.call(connectSupportsFeature, { feature: feature.networkUpdateInOrder }, call);
      const order = supported === 0 ? { command: section, section: command } : { command, section };
      await remote.call(networkUpdate, { net: network, ...order, parentIndex, xml, flags }, call);
    },
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
