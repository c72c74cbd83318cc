import type { SaslCredentials, SaslExchange } from './sasl.ts';

/** PLAIN (RFC 4616): name and password as they are. */
export function plain({ user, password }: SaslCredentials): SaslExchange {
  return { first: Buffer.from(`\0${user}\0${password}`), next: () => undefined, proved: true };
}
