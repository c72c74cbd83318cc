import type { AccessPolicy, Identity } from '@virtweave/core-api';
import type { Rule } from '../config/config.ts';

/** By which way a client came. */
export type SocketKind = 'unix' | 'tcp' | 'tls';

/** Rules of the configuration as a policy of the guard, for one client. The first rule that matches decides. */
export function policyOf(rules: readonly Rule[], socket: SocketKind, identity: () => Identity): AccessPolicy {
  return {
    check(_, { type, ref }, permission) {
      const who = identity();
      const rule = rules.find(
        (each) => isAbout(each, who, socket) && allows(each, type, permission) && isOn(each, ref as Named | undefined),
      );
      return rule?.allow ?? false;
    },
  };
}

interface Named {
  readonly name?: string;
  readonly uuid?: string;
}

function isAbout({ who }: Rule, { saslUserName, x509DistinguishedName }: Identity, socket: SocketKind): boolean {
  return (
    (who.user === undefined || matches(who.user, saslUserName)) &&
    (who.distinguishedName === undefined || matches(who.distinguishedName, x509DistinguishedName)) &&
    (who.socket === undefined || who.socket === socket)
  );
}

const allows = ({ what }: Rule, type: string, permission: string): boolean =>
  what.some((each) => each === '*' || each === `${type}:*` || each === `${type}:${permission}`);

/** A rule about some objects says nothing of the connection, nor of what has no name yet. */
function isOn({ on }: Rule, ref: Named | undefined): boolean {
  return (
    (on.name === undefined || matches(on.name, ref?.name)) && (on.uuid === undefined || matches(on.uuid, ref?.uuid))
  );
}

/** `*` stands for any text. */
export function matches(pattern: string, text: string | undefined): boolean {
  if (text === undefined) return false;
  const parts = pattern.split('*');
  const last = parts.pop() as string;
  if (parts.length === 0) return text === last;
  let at = 0;
  for (const [index, part] of parts.entries()) {
    const found = index === 0 ? (text.startsWith(part) ? 0 : -1) : text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - at >= last.length && text.endsWith(last);
}
