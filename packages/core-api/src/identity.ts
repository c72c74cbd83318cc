/**
 * Who calls: `virIdentity`. Policies look at it. What code may do beyond its user is not a field that could be set, but
 * {@link isElevated}.
 */
export interface Identity {
  readonly userName?: string;
  readonly uid?: number;
  readonly groupName?: string;
  readonly gid?: number;
  readonly processId?: number;
  readonly saslUserName?: string;
  readonly x509DistinguishedName?: string;
}

/** One for the process, however many copies of this package there are: a driver may have another one than the program. */
const key = Symbol.for('@virtweave/core-api/elevated');
const elevated = ((globalThis as { [key]?: WeakSet<Identity> })[key] ??= new WeakSet());

/** The identity of code that runs in this process: the user who started it. */
export function localIdentity(): Identity {
  const uid = process.getuid?.();
  const gid = process.getgid?.();
  return Object.freeze({
    processId: process.pid,
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
  });
}

/** The same caller, elevated. For the registry's peers alone: this is not exported from the package. */
export function elevate(identity: Identity): Identity {
  const twin: Identity = Object.freeze({ ...identity });
  elevated.add(twin);
  return twin;
}

/**
 * Is this the elevated identity that the registry makes for peers? A guest with a private secret starts with it, while a
 * user's own `secret.value()` stays refused. It cannot be forged from outside, nor copied.
 */
export function isElevated(identity: Identity): boolean {
  return elevated.has(identity);
}
