import { VirtError } from '@virtweave/core-util/errors';
import type { MemberFacts, Permission } from '../contract/members.ts';
import type { Identity } from '../identity.ts';
import { publicDomain } from './errors.ts';

/** What a permission is asked on. */
export interface AccessObject {
  /** `connect`, `domain`, `network`, `storage_pool`, ... */
  readonly type: string;
  /** The reference; undefined for the connection, and for an object that a document is about to make. */
  readonly ref?: unknown;
  /** The document, when there is no object yet. */
  readonly xml?: string;
}

/** Decides who may do what; the names are those of libvirt's access control. Without a policy everything is allowed. */
export interface AccessPolicy {
  /** Allowed? */
  check(identity: Identity, object: AccessObject, permission: string): boolean | Promise<boolean>;
}

/** Does the permission's condition hold for these arguments? */
export function applies(permission: Permission, args: readonly unknown[], flags: number): boolean {
  if (permission.mask !== undefined) return (flags & permission.mask) !== 0;
  if (permission.without !== undefined) return (flags & permission.without) === 0;
  if (permission.arg !== undefined) return args[permission.arg] === permission.equals;
  return true;
}

const harmless = /^(getattr|read|search_.*)$/;

/** What a read-only connection must not do: all but looking at what is not secret. */
export function checkReadOnly(facts: MemberFacts, args: readonly unknown[], flags: number): void {
  for (const permission of facts.acl ?? []) {
    if (harmless.test(permission.permission) || !applies(permission, args, flags)) continue;
    const conditional = permission.mask !== undefined && permission.permission === 'read_secure';
    throw new VirtError(
      'VIR_ERR_OPERATION_DENIED',
      conditional ? `${facts.f} with secure flag` : `read only access prevents ${facts.f}`,
      { domain: publicDomain(facts.f) },
    );
  }
}

/** Asks the policy for each permission that the call needs on what is known before it. */
export async function checkAccess(
  policy: AccessPolicy,
  identity: Identity,
  facts: MemberFacts,
  args: readonly unknown[],
  flags: number,
  objectOf: (type: string) => AccessObject,
): Promise<void> {
  for (const permission of facts.acl ?? []) {
    if (!applies(permission, args, flags)) continue;
    const object = objectOf(permission.object);
    if (!(await policy.check(identity, object, permission.permission))) throw denied(permission, facts);
  }
}

/** Leaves out of a list what the caller may not see. */
export async function filterList<T>(
  policy: AccessPolicy,
  identity: Identity,
  permission: Permission,
  list: readonly T[],
  refOf: (entry: T) => unknown,
): Promise<readonly T[]> {
  const seen: T[] = [];
  for (const entry of list)
    if (await policy.check(identity, { type: permission.object, ref: refOf(entry) }, permission.permission))
      seen.push(entry);
  return seen;
}

export function denied(permission: Permission, facts: MemberFacts): VirtError {
  return new VirtError('VIR_ERR_ACCESS_DENIED', `${permission.object}:${permission.permission} in ${facts.f}`);
}
