import * as wire from '@virtweave/core-rpc/protocol/connect';
import { VirtError } from '@virtweave/core-util/errors';
import { serve, type Served } from '../serve.ts';

const types = { none: 0, sasl: 1 } as const; // remote_auth_type

/** What a client may call before it has said who it is. */
export const withoutAuth: ReadonlySet<string> = new Set([
  wire.authList.name,
  wire.authSaslInit.name,
  wire.authSaslStart.name,
  wire.authSaslStep.name,
  wire.authPolkit.name,
]);

const noSasl = (): never => {
  throw new VirtError('VIR_ERR_AUTH_FAILED', 'authentication failed');
};

export const auth: readonly Served[] = [
  serve(wire.authList, async ({ authenticated, options }) => ({ types: [authenticated ? types.none : types[options.auth]] })),
  serve(wire.authSaslInit, async ({ sasl }) => ({ mechlist: (sasl ?? noSasl()).mechanisms.join(',') })),
  serve(wire.authSaslStart, async (client, { mech, nil, data }) => client.saslStep((sasl) => sasl.start(mech, nil ? undefined : data))),
  serve(wire.authSaslStep, async (client, { nil, data }) => client.saslStep((sasl) => sasl.step(nil ? undefined : data))),
  serve(wire.authPolkit, async () => noSasl()),
];
