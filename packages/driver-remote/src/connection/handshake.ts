import type { DriverContext } from '@virtweave/core-api';
import type { RpcClient } from '@virtweave/core-rpc';
import { connectOpen, connectSupportsFeature } from '@virtweave/core-rpc/protocol/connect';
import { isVirtError } from '@virtweave/core-util/errors';
import { authenticate } from '../auth/authenticate.ts';
import type { RemoteAddress } from '../address/address.ts';
import { feature } from './features.ts';

const readOnlyFlag = 1; // VIR_CONNECT_RO

/** What the server can do. */
export interface ServerFeatures {
  readonly keepAlive: boolean;
}

/** From the first byte to an open connection: who we are, what the server can do, what it is to open. */
export async function handshake(
  client: RpcClient,
  address: RemoteAddress,
  context: DriverContext,
  secure: boolean,
  signal: AbortSignal | undefined,
): Promise<ServerFeatures> {
  await authenticate(client, address, context, secure, signal);
  const has = async (number: number): Promise<boolean> => {
    try {
      return (await client.call(connectSupportsFeature, { feature: number }, signal)).supported !== 0;
    } catch (error) {
      if (isVirtError(error, 'VIR_ERR_RPC') || isVirtError(error, 'VIR_ERR_NO_SUPPORT')) return false; // older than the question
      throw error;
    }
  };
  // Both at once: the answer to the first is not needed to open.
  const [keepAlive] = await Promise.all([
    has(feature.programKeepAlive),
    client.call(connectOpen, { name: address.name, flags: context.readOnly ? readOnlyFlag : 0 }, signal),
  ]);
  return { keepAlive };
}
