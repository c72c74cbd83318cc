import type { DomainMigrationDriver } from '@virtweave/core-api';
import { paramsToWire } from '@virtweave/core-rpc';
import {
  domainMigrateBegin3Params,
  domainMigrateFinish3Params,
  domainMigratePrepare3Params,
  domainMigratePrepareTunnel3Params,
} from '@virtweave/core-rpc/protocol/domain-migration';
import type { Remote } from '../remote.ts';

export function domainMigrationByHand(
  remote: Remote,
): Pick<
  DomainMigrationDriver,
  'domainMigrateBegin3Params' | 'domainMigrateFinish3Params' | 'domainMigratePrepare3Params' | 'domainMigratePrepareTunnel3Params'
> {
  return {
    async domainMigrateBegin3Params(domain, params, flags, call) {
      const sent = { dom: domain, params: paramsToWire(params), flags };
      const { cookie_out, xml } = await remote.call(domainMigrateBegin3Params, sent, call);
      return { cookieOut: cookie_out, xml };
    },
    async domainMigrateFinish3Params(params, cookieIn, flags, cancelled, call) {
      const sent = { params: paramsToWire(params), cookie_in: cookieIn, flags, cancelled: cancelled ? 1 : 0 };
      const { dom, cookie_out } = await remote.call(domainMigrateFinish3Params, sent, call);
      return { domain: dom, cookieOut: cookie_out };
    },
    async domainMigratePrepare3Params(params, cookieIn, flags, call) {
      const sent = { params: paramsToWire(params), cookie_in: cookieIn, flags };
      const { cookie_out, uri_out } = await remote.call(domainMigratePrepare3Params, sent, call);
      return { cookieOut: cookie_out, uriOut: uri_out };
    },
    async domainMigratePrepareTunnel3Params(params, cookieIn, flags, call) {
      const sent = { params: paramsToWire(params), cookie_in: cookieIn, flags };
      const { ret, stream } = await remote.callStream(domainMigratePrepareTunnel3Params, sent, call);
      return { cookieOut: ret.cookie_out, stream };
    },
  };
}
