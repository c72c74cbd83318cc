import type { DomainRef, TypedParam, TypedParams, UserFamilies } from '@virtweave/core-api';
import { DomainMigrateFlags as Migrate } from '@virtweave/core-api/constants';

type Hypervisor = UserFamilies['hypervisor'];

/** The same parameters, this one with that value. */
const withParam = (params: TypedParams, name: string, value: string): TypedParam[] => [
  ...params.filter((param) => param.name !== name),
  { name, type: 'string', value },
];

const none = new Uint8Array();

/**
 * Migrates a guest that both hosts leave to us to steer: libvirt's third protocol (begin, prepare, perform, finish, confirm).
 *
 * Each step hands the next one a cookie. When a step fails, those behind it are told that all is off: the guest runs on where it
 * was.
 *
 * @returns the guest on the other host
 * @throws VirtError of the step that failed first
 */
export async function migrate(
  source: Hypervisor,
  destination: Hypervisor,
  domain: DomainRef,
  params: TypedParams,
  flags: number,
): Promise<DomainRef> {
  const begun = await source.domainMigrateBegin3Params(domain, params, flags);
  let prepared: Awaited<ReturnType<Hypervisor['domainMigratePrepare3Params']>>;
  try {
    prepared = await destination.domainMigratePrepare3Params(withParam(params, 'destination_xml', begun.xml), begun.cookieOut, flags);
  } catch (error) {
    // Only a guest that is protected from changes since the first step waits for the last one.
    if ((flags & Migrate.VIR_MIGRATE_CHANGE_PROTECTION) !== 0) {
      await source.domainMigrateConfirm3Params(domain, params, none, flags, true).catch(() => {});
    }
    throw error;
  }
  const known = prepared.uriOut === undefined ? params : withParam(params, 'migrate_uri', prepared.uriOut);
  const named = known.some(({ name }) => name === 'destination_name') ? known : withParam(known, 'destination_name', domain.name);

  let cookie = prepared.cookieOut;
  let failure: { error: unknown } | undefined;
  if ((flags & Migrate.VIR_MIGRATE_OFFLINE) !== 0) {
    // A definition alone: there is nothing to carry over, and nothing that the other host should be told of.
    cookie = none;
  } else {
    try {
      cookie = await source.domainMigratePerform3Params(domain, undefined, known, cookie, flags);
    } catch (error) {
      failure = { error };
      cookie = none;
    }
  }
  let arrived: DomainRef | undefined;
  try {
    const finished = await destination.domainMigrateFinish3Params(named, cookie, flags, failure !== undefined);
    cookie = finished.cookieOut;
    if (failure === undefined) arrived = finished.domain;
  } catch (error) {
    failure ??= { error };
    cookie = none;
  }
  try {
    await source.domainMigrateConfirm3Params(domain, known, cookie, flags, arrived === undefined);
  } catch (error) {
    failure ??= { error };
  }
  if (failure || !arrived) throw failure?.error;
  return arrived;
}
