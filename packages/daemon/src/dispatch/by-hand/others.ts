import { paramsFromWire } from '@virtweave/core-rpc';
import * as migration from '@virtweave/core-rpc/protocol/domain-migration';
import * as network from '@virtweave/core-rpc/protocol/network';
import * as storage from '@virtweave/core-rpc/protocol/storage';
import { serve, type Served } from '../serve.ts';

export const others: readonly Served[] = [
  serve(network.networkGetDhcpLeases, async (client, { net, mac, need_results, flags }, call) => {
    const list = await client.network.networkGetDHCPLeases(net, mac, flags, call);
    const leases = list.map((lease) => ({ mac: undefined, iaid: undefined, hostname: undefined, clientid: undefined, ...lease }));
    return { leases: need_results ? leases : [], ret: list.length };
  }),
  serve(storage.storagePoolGetInfo, (client, { pool }, call) => client.storage.storagePoolGetInfo(pool, call)),
  serve(storage.storageVolGetInfoFlags, (client, { vol, flags }, call) => client.storage.storageVolGetInfoFlags(vol, flags, call)),
  serve(migration.domainMigrateBegin3Params, async ({ hypervisor }, { dom, params, flags }, call) => {
    const { cookieOut, xml } = await hypervisor.domainMigrateBegin3Params(dom, paramsFromWire(params), flags, call);
    return { cookie_out: cookieOut, xml };
  }),
  serve(migration.domainMigratePrepare3Params, async ({ hypervisor }, { params, cookie_in, flags }, call) => {
    const answer = await hypervisor.domainMigratePrepare3Params(paramsFromWire(params), cookie_in, flags, call);
    return { cookie_out: answer.cookieOut, uri_out: answer.uriOut };
  }),
  serve(migration.domainMigratePrepareTunnel3Params, async ({ hypervisor }, { params, cookie_in, flags }, call) => {
    const answer = await hypervisor.domainMigratePrepareTunnel3Params(paramsFromWire(params), cookie_in, flags, call);
    call.openStream(answer.stream);
    return { cookie_out: answer.cookieOut };
  }),
  serve(migration.domainMigrateFinish3Params, async ({ hypervisor }, { params, cookie_in, flags, cancelled }, call) => {
    const answer = await hypervisor.domainMigrateFinish3Params(paramsFromWire(params), cookie_in, flags, cancelled !== 0, call);
    return { dom: answer.domain, cookie_out: answer.cookieOut };
  }),
];
