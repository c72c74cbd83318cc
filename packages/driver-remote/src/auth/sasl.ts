import type { DriverContext } from '@virtweave/core-api';
import type { RpcClient } from '@virtweave/core-rpc';
import { authSaslInit, authSaslStart, authSaslStep } from '@virtweave/core-rpc/protocol/connect';
import { VirtError } from '@virtweave/core-util/errors';
import type { RemoteAddress } from '../address/address.ts';
import { plain } from './plain.ts';
import { scram } from './scram.ts';

/** One exchange of a SASL mechanism, from the client's side. */
export interface SaslExchange {
  /** What goes first. */
  readonly first: Buffer;
  /** The answer to what the server said; undefined when nothing is left to say. Throws when the server is not who it should be. */
  next(said: Buffer): Buffer | undefined;
  /** Has the server proved that it knows the password too, where the mechanism has it do so? */
  readonly proved: boolean;
}

export interface SaslCredentials {
  readonly user: string;
  readonly password: string;
}

/** Best first. PLAIN shows the password to the server: only where nobody else can read it. */
const mechanisms: readonly { readonly name: string; readonly open: boolean; begin(credentials: SaslCredentials): SaslExchange }[] = [
  { name: 'SCRAM-SHA-512', open: true, begin: (credentials) => scram('sha512', credentials) },
  { name: 'SCRAM-SHA-256', open: true, begin: (credentials) => scram('sha256', credentials) },
  { name: 'PLAIN', open: false, begin: plain },
];

/** SASL as libvirt's servers speak it: SCRAM-SHA-256 and -512, and PLAIN where the way is secure. */
export async function authenticateSasl(
  client: RpcClient,
  address: RemoteAddress,
  context: DriverContext,
  secure: boolean,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { mechlist } = await client.call(authSaslInit, undefined, signal);
  const offered = mechlist.split(/[\s,]+/);
  const chosen = mechanisms.find(({ name, open }) => offered.includes(name) && (open || secure));
  if (chosen === undefined)
    throw failed(`the server offers ${mechlist}, of which ${secure ? 'none is supported' : 'none may be used without TLS'}`);
  const exchange = chosen.begin(await askCredentials(address, context));
  let said = await client.call(authSaslStart, { mech: chosen.name, nil: 0, data: exchange.first }, signal);
  for (;;) {
    const answer = said.nil !== 0 && said.complete !== 0 ? undefined : exchange.next(Buffer.from(said.data));
    if (said.complete !== 0) break;
    said = await client.call(authSaslStep, answer === undefined ? { nil: 1, data: new Uint8Array() } : { nil: 0, data: answer }, signal);
  }
  if (!exchange.proved) throw failed('the server did not prove that it knows the password');
}

async function askCredentials(address: RemoteAddress, context: DriverContext): Promise<SaslCredentials> {
  const known = address.user;
  const wanted = [
    ...(known === undefined ? [{ type: 'authname', prompt: 'Please enter your authentication name' } as const] : []),
    { type: 'passphrase', prompt: 'Please enter your password' } as const,
  ];
  if (context.auth === undefined) throw failed(`the server wants a password: give connect() an 'auth' callback`);
  const answers = await context.auth(wanted);
  const user = known ?? answers[0];
  const password = answers[wanted.length - 1];
  if (user === undefined || password === undefined) throw failed('Failed to collect auth credentials');
  return { user, password };
}

function failed(detail: string): VirtError {
  return new VirtError('VIR_ERR_AUTH_FAILED', detail, { domain: 'VIR_FROM_AUTH' });
}
