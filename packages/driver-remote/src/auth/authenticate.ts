import type { DriverContext } from '@virtweave/core-api';
import type { RpcClient } from '@virtweave/core-rpc';
import { authList, authPolkit } from '@virtweave/core-rpc/protocol/connect';
import { VirtError } from '@virtweave/core-util/errors';
import type { RemoteAddress } from '../address/address.ts';

/** `remote_auth_type` */
const authType = { none: 0, sasl: 1, polkit: 2 } as const;

/** Does what the server asks for before it lets anybody open a connection. */
export async function authenticate(
  client: RpcClient,
  address: RemoteAddress,
  context: DriverContext,
  secure: boolean,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { types } = await client.call(authList, undefined, signal);
  const [type] = types;
  if (type === undefined || type === authType.none) return;
  if (type === authType.sasl) {
    const { authenticateSasl } = await import('./sasl.ts');
    return authenticateSasl(client, address, context, secure, signal);
  }
  if (type === authType.polkit) {
    const { complete } = await client.call(authPolkit, undefined, signal);
    if (complete !== 0) return;
  }
  throw new VirtError('VIR_ERR_AUTH_FAILED', `unsupported authentication type ${type}`, { domain: 'VIR_FROM_REMOTE' });
}
