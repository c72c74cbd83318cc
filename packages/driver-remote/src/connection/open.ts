import type { DriverContext, OpenedConnection } from '@virtweave/core-api';
import { families } from '../families.ts';
import { RemoteConnection } from './remote-connection.ts';

export async function open(uri: string, context: DriverContext): Promise<OpenedConnection> {
  const connection = await RemoteConnection.open(uri, context);
  return { families: families(connection), supportedFlags: 'any', close: () => connection.close() };
}
