// libvirt's older protocols of migration. The third is the newest one with arguments in place of parameters. The first two
// ended the guest before anybody knew that it runs over there; no driver has them, and libvirt's own QEMU driver is the
// only one that had the second.
import type { TypedParams } from '@virtweave/core-api';
import { ParameterNames as Names } from '@virtweave/core-api/constants';
import type { Procedure } from '@virtweave/core-rpc';
import * as wire from '@virtweave/core-rpc/protocol/domain-migration';
import { VirtError } from '@virtweave/core-util/errors';
import { serve, type Served } from '../serve.ts';
import { older } from './older.ts';

interface Arguments {
  readonly uri?: string | undefined;
  readonly dname?: string | undefined;
  readonly xml?: string | undefined;
  /** MiB a second; 0: the driver's own. */
  readonly bandwidth?: bigint;
}

function params({ uri, dname, xml, bandwidth = 0n }: Arguments): TypedParams {
  const text = (name: string, value: string | undefined): TypedParams => (value === undefined ? [] : [{ name, type: 'string', value }]);
  return [
    ...text(Names.VIR_MIGRATE_PARAM_URI, uri),
    ...text(Names.VIR_MIGRATE_PARAM_DEST_NAME, dname),
    ...text(Names.VIR_MIGRATE_PARAM_DEST_XML, xml),
    ...(bandwidth === 0n ? [] : [{ name: Names.VIR_MIGRATE_PARAM_BANDWIDTH, type: 'ullong', value: bandwidth } as const]),
  ];
}

function gone<Args, Ret>(name: string, procedure: Procedure<Args, Ret>): Served {
  return serve(procedure, async () => {
    throw new VirtError('VIR_ERR_NO_SUPPORT', name, { domain: 'VIR_FROM_DOMAIN' });
  });
}

export const olderMigration: readonly Served[] = [
  gone('virDomainMigratePrepare', wire.domainMigratePrepare),
  gone('virDomainMigratePerform', wire.domainMigratePerform),
  gone('virDomainMigrateFinish', wire.domainMigrateFinish),
  gone('virDomainMigratePrepare2', wire.domainMigratePrepare2),
  gone('virDomainMigrateFinish2', wire.domainMigrateFinish2),
  gone('virDomainMigratePrepareTunnel', wire.domainMigratePrepareTunnel),
  older('virDomainMigrateBegin3', wire.domainMigrateBegin3, async ({ hypervisor }, { dom, xmlin, flags, dname, resource }, call) => {
    const given = params({ xml: xmlin, dname, bandwidth: resource });
    const { cookieOut, xml } = await hypervisor.domainMigrateBegin3Params(dom, given, Number(flags), call);
    return { cookie_out: cookieOut, xml };
  }),
  older('virDomainMigratePrepare3', wire.domainMigratePrepare3, async ({ hypervisor }, { cookie_in, uri_in, flags, dname, resource, dom_xml }, call) => {
    const given = params({ uri: uri_in, dname, xml: dom_xml, bandwidth: resource });
    const { cookieOut, uriOut } = await hypervisor.domainMigratePrepare3Params(given, cookie_in, Number(flags), call);
    return { cookie_out: cookieOut, uri_out: uriOut };
  }),
  older('virDomainMigratePrepareTunnel3', wire.domainMigratePrepareTunnel3, async ({ hypervisor }, { cookie_in, flags, dname, resource, dom_xml }, call) => {
    const given = params({ dname, xml: dom_xml, bandwidth: resource });
    const { cookieOut, stream } = await hypervisor.domainMigratePrepareTunnel3Params(given, cookie_in, Number(flags), call);
    call.openStream(stream);
    return { cookie_out: cookieOut };
  }),
  older('virDomainMigratePerform3', wire.domainMigratePerform3, async ({ hypervisor }, { dom, xmlin, cookie_in, dconnuri, uri, flags, dname, resource }, call) => {
    const given = params({ uri, dname, xml: xmlin, bandwidth: resource });
    return { cookie_out: await hypervisor.domainMigratePerform3Params(dom, dconnuri, given, cookie_in, Number(flags), call) };
  }),
  older('virDomainMigrateFinish3', wire.domainMigrateFinish3, async ({ hypervisor }, { dname, cookie_in, uri, flags, cancelled }, call) => {
    const { domain, cookieOut } = await hypervisor.domainMigrateFinish3Params(params({ dname, uri }), cookie_in, Number(flags), cancelled !== 0, call);
    return { dom: domain, cookie_out: cookieOut };
  }),
  older('virDomainMigrateConfirm3', wire.domainMigrateConfirm3, ({ hypervisor }, { dom, cookie_in, flags, cancelled }, call) =>
    hypervisor.domainMigrateConfirm3Params(dom, [], cookie_in, Number(flags), cancelled !== 0, call),
  ),
];
