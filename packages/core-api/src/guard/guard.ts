import { VirtError, isVirtError } from '@virtweave/core-util/errors';
import type { Call } from '../contract/call.ts';
import type { OpenedConnection } from '../contract/driver.ts';
import type { FamilyDrivers } from '../contract/families.ts';
import { members } from '../contract/members.generated.ts';
import type { Family, MemberFacts, Permission } from '../contract/members.ts';
import type { Identity } from '../identity.ts';
import { hold, release } from '../keep-alive.ts';
import { checkAccess, checkReadOnly, filterList, type AccessObject, type AccessPolicy } from './access.ts';
import { checkArguments, checkedFlags } from './arguments.ts';
import { isObjectGiven, writeDefinition, type WithObjects } from './definitions.ts';
import { driverDomain, invalid, publicDomain } from './errors.ts';
import { exclusiveFlags, requiredFlags, type FlagPair } from './rules.ts';

export interface GuardOptions {
  /** The driver's name, for `unsupported flags (0x10) in function testDomainReboot`. */
  readonly name: string;
  readonly identity: Identity;
  readonly readOnly?: boolean;
  readonly policy?: AccessPolicy | undefined;
}

/** All families, complete: a member that the driver lacks answers `VIR_ERR_NO_SUPPORT`. */
export type GuardedFamilies = { readonly [F in Family]: FamilyDrivers[F] };

/** A member as users call it: in the place of `call` stands `{ signal }`, or nothing; definitions may be objects. */
type ForUser<N, M> = M extends (...args: [...infer A, Call]) => infer R
  ? (...args: [...WithObjects<N, A>, options?: { readonly signal?: AbortSignal | undefined }]) => R
  : never;

/** The families behind the guard, for users: see {@link Connection.families}. */
export type UserFamilies = {
  readonly [F in Family]: { readonly [M in keyof FamilyDrivers[F]]: ForUser<M, FamilyDrivers[F][M]> };
};

type Implementation = (...args: unknown[]) => Promise<unknown>;
type Members = Record<string, Implementation | undefined>;

/**
 * Puts the checks that no driver repeats before every member: arguments, flags, read-only access, permissions, filtering
 * of lists. Callers' identity is the guard's own: what they say in `call.identity` is not believed. While a call is under way
 * Node stays alive.
 */
export function guard(connection: OpenedConnection, options: GuardOptions): GuardedFamilies {
  const built: Partial<Record<Family, Members>> = {};
  const guarded = {} as Record<Family, Members>;
  for (const family of Object.keys(members) as Family[]) {
    Object.defineProperty(guarded, family, {
      enumerable: true,
      get: () => (built[family] ??= guardFamily(family, connection, options)),
    });
  }
  return guarded as unknown as GuardedFamilies;
}

function guardFamily(family: Family, connection: OpenedConnection, options: GuardOptions): Members {
  const driver = (connection.families[family] ?? {}) as Members;
  const guarded: Members = {};
  for (const [member, facts] of Object.entries(members[family]))
    guarded[member] = guardMember(member, facts, driver, connection, options);
  return guarded;
}

function guardMember(
  member: string,
  facts: MemberFacts,
  driver: Members,
  connection: OpenedConnection,
  options: GuardOptions,
): Implementation {
  const { identity, policy, readOnly = false } = options;
  const supported = connection.supportedFlags === 'any' ? 0xffff_ffff : (connection.supportedFlags?.[member] ?? 0);
  // What is looked up is known only afterwards: permission is asked on what was found.
  const lookup = member.includes('LookupBy');
  return async function guardedCall(...args: unknown[]): Promise<unknown> {
    const call: Call = { signal: (args[facts.n] as Partial<Call> | undefined)?.signal, identity };
    call.signal?.throwIfAborted();
    args.length = facts.n;
    // What is not given may be null in JavaScript, too: drivers see only undefined.
    for (let i = 0; i < facts.n; i += 1) args[i] ??= undefined;
    args.push(call);
    if (isObjectGiven(member, args)) await writeDefinition(member, args);
    checkArguments(member, facts, args);
    let flags = 0;
    if (facts.flags !== undefined) {
      flags = checkedFlags(facts, args[facts.flags]);
      args[facts.flags] = flags;
      checkFlags(member, facts, flags, supported);
    }
    if (readOnly) checkReadOnly(facts, args, flags);
    // Looked up in the call, not before: a driver may fill its table while it opens. Missing support comes before flags
    // that are not supported: a member that is absent supports none.
    const implementation = driver[member];
    if (implementation === undefined) throw new VirtError('VIR_ERR_NO_SUPPORT', facts.f, { domain: publicDomain(facts.f) });
    const unknown = (flags & ~supported) >>> 0;
    if (unknown !== 0) {
      const where = functionName(options.name, member);
      throw invalid(`unsupported flags (0x${unknown.toString(16)}) in function ${where}`, driverDomain(options.name), where, 'flags');
    }
    if (policy !== undefined && facts.filter !== undefined) filterEvents(args, policy, identity, facts.filter);
    if (policy !== undefined && !lookup)
      await checkAccess(policy, identity, facts, args, flags, (type) => objectOf(type, args, facts));
    hold();
    try {
      const result = await implementation.apply(driver, args);
      if (policy !== undefined && lookup)
        await checkAccess(policy, identity, facts, args, flags, (type) => ({ type, ref: result }));
      if (policy === undefined || facts.filter === undefined || !Array.isArray(result)) return result;
      return await filterList(policy, identity, facts.filter, result, refOf);
    } catch (error) {
      throw asVirtError(error, call.signal, facts);
    } finally {
      release();
    }
  };
}

function checkFlags(member: string, facts: MemberFacts, flags: number, supported: number): void {
  if (flags === 0) return;
  // A pair that the driver does not know anyway is left to the message about unsupported flags.
  const known = ([one, , other]: FlagPair): boolean => (supported & one) !== 0 && (supported & other) !== 0;
  for (const pair of exclusiveFlags[member] ?? []) {
    const [one, oneName, other, otherName] = pair;
    if (known(pair) && (flags & one) !== 0 && (flags & other) !== 0)
      throw invalid(`Flags '${oneName}' and '${otherName}' are mutually exclusive`, publicDomain(facts.f), facts.f, 'ctl');
  }
  for (const pair of requiredFlags[member] ?? []) {
    const [one, oneName, other, otherName] = pair;
    if (known(pair) && (flags & one) !== 0 && (flags & other) === 0)
      throw invalid(`Flag '${otherName}' is required by flag '${oneName}'`, publicDomain(facts.f), facts.f, 'ctl');
  }
}

/** libvirt's name of the driver's own function: `testDomainReboot`, `storageVolDelete`. */
function functionName(driver: string, member: string): string {
  if (member.startsWith(driver)) return member;
  return `${driver}${member.charAt(0).toUpperCase()}${member.slice(1)}`;
}

/** What a driver throws that is neither ours nor an abort is a defect of the driver: it is wrapped, nothing is lost. */
function asVirtError(error: unknown, signal: AbortSignal | undefined, facts: MemberFacts): unknown {
  if (isVirtError(error)) return error;
  if (signal?.aborted === true && (error === signal.reason || (error as Error | null)?.name === 'AbortError'))
    return signal.reason;
  const reason = error instanceof Error ? error.message : String(error);
  return new VirtError('VIR_ERR_INTERNAL_ERROR', `${facts.f}: ${reason}`, { cause: error });
}

/** The object of a permission: the first argument, when it is a reference; a document that will make one; the connection. */
function objectOf(type: string, args: readonly unknown[], facts: MemberFacts): AccessObject {
  if (type === 'connect') return { type };
  const [first] = args;
  if (typeof first === 'object' && first !== null) {
    const moment = (first as { domain?: unknown }).domain;
    return { type, ref: type === 'domain' && moment !== undefined ? moment : first };
  }
  const xml = facts.text?.find(([, name]) => /xml/i.test(name));
  return xml === undefined ? { type, ref: args.slice(0, facts.n) } : { type, xml: args[xml[0]] as string };
}

/** Listeners, too, hear only of what the caller may see; in order, however long the policy thinks. */
function filterEvents(args: unknown[], policy: AccessPolicy, identity: Identity, permission: Permission): void {
  const index = args.findIndex((arg) => typeof arg === 'function');
  if (index < 0) return;
  const listener = args[index] as (event: object) => void;
  let last = Promise.resolve();
  args[index] = (event: Record<string, unknown>): void => {
    const { domain, network, pool, device, secret } = event;
    const object = { type: permission.object, ref: domain ?? network ?? pool ?? device ?? secret };
    last = last.then(async () => {
      if (await policy.check(identity, object, permission.permission)) listener(event);
    });
    last = last.catch(() => {}); // a policy that fails lets nothing through
  };
}

/** Entries of lists are references, except for statistics, which hold one. */
function refOf(entry: unknown): unknown {
  return (entry as { domain?: unknown }).domain ?? entry;
}
