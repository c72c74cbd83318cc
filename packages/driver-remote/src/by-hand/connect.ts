import type { ConnectDriver } from '@virtweave/core-api';
import { paramsFromWire } from '@virtweave/core-rpc';
import { connectIsSecure, connectSupportsFeature } from '@virtweave/core-rpc/protocol/connect';
import { connectGetAllDomainStats } from '@virtweave/core-rpc/protocol/domain';
import { feature } from '../connection/features.ts';
import type { Remote } from '../remote.ts';

type Members =
  | 'connectGetAllDomainStats'
  | 'connectGetURI'
  | 'connectIsAlive'
  | 'connectIsEncrypted'
  | 'connectIsSecure'
  | 'connectSetKeepAlive'
  | 'connectSupportsFeature';

export function connectByHand(remote: Remote): Pick<ConnectDriver, Members> {
  return {
    async connectGetAllDomainStats(domains, stats, flags, call) {
      const { retStats } = await remote.call(connectGetAllDomainStats, { doms: domains, stats, flags }, call);
      return retStats.map(({ dom, params }) => ({ domain: dom, params: paramsFromWire(params) }));
    },
    // As in libvirt, what the connection was opened with; the server knows it under another one.
    connectGetURI: async () => remote.uri,
    connectIsAlive: async () => remote.alive,
    connectIsEncrypted: async () => remote.encrypted,
    async connectIsSecure(call) {
      return remote.secure && (await remote.call(connectIsSecure, undefined, call)).secure !== 0;
    },
    async connectSetKeepAlive(interval, count) {
      return remote.setKeepAlive(interval, count) ? 0 : 1;
    },
    async connectSupportsFeature(number, call) {
      if (number === feature.remote) return true;
      return (await remote.call(connectSupportsFeature, { feature: number }, call)).supported !== 0;
    },
  };
}
