import { paramsToWire } from '@virtweave/core-rpc';
import * as wire from '@virtweave/core-rpc/protocol/connect';
import { connectGetAllDomainStats } from '@virtweave/core-rpc/protocol/domain';
import { VirtError } from '@virtweave/core-util/errors';
import { serve, type Served } from '../serve.ts';

const readOnlyFlag = 1; // VIR_CONNECT_RO

const programKeepAlive = 10; // VIR_DRV_FEATURE_PROGRAM_KEEPALIVE

/** `virDrvFeature`: what the daemon itself brings, whatever the driver. */
const ownFeatures: ReadonlySet<number> = new Set([
  9, // parameters of type string
  programKeepAlive,
  14, // events by callback
  15, // the end of the driver's own connection is told
  16, // section and command of a network's update stand in the right order
]);
/**
 * Passing descriptors (8) is what Node cannot do; that the far end is remote (2) is for its own driver to say; the first two
 * protocols of migration (1, 3) are not there.
 */
const neverFeatures: ReadonlySet<number> = new Set([1, 2, 3, 8]);

export const connect: readonly Served[] = [
  serve(wire.connectOpen, async (client, { name, flags }) => client.open(name || undefined, (flags & readOnlyFlag) !== 0)),
  serve(wire.connectClose, (client) => client.close()),
  serve(wire.connectSupportsFeature, async (client, { feature }, call) => {
    // Who asks for it answers signs of life himself; older clients would take one for an error.
    if (feature === programKeepAlive) client.startKeepAlive();
    if (ownFeatures.has(feature)) return { supported: 1 };
    if (neverFeatures.has(feature)) return { supported: 0 };
    return { supported: (await client.hypervisor.connectSupportsFeature(feature, call)) ? 1 : 0 };
  }),
  serve(connectGetAllDomainStats, async ({ hypervisor }, { doms, stats, flags }, call) => {
    const records = await hypervisor.connectGetAllDomainStats(doms, stats, flags, call);
    return { retStats: records.map(({ domain, params }) => ({ dom: domain, params: paramsToWire(params) })) };
  }),
  // Who a client is, is for the daemon to find out.
  serve(wire.connectSetIdentity, async () => {
    throw new VirtError('VIR_ERR_OPERATION_DENIED', 'a client cannot set its own identity');
  }),
  serve(wire.connectRegisterCloseCallback, (client, _, call) => client.registerClose(call)),
  serve(wire.connectUnregisterCloseCallback, (client, _, call) => client.unregisterClose(call)),
];
