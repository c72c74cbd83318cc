import type { DriverContext } from '@virtweave/core-api';
import { testError } from '../errors.ts';
import { makeDefaultNode } from './default-node.ts';
import { isDefault } from '../uri.ts';
import type { TestNode } from './test-node.ts';

/** A node and what to call when the connection closes. */
export interface NodeLease {
  readonly node: TestNode;
  release(): void;
}

/** `test:///default` is one node for the whole process, while anybody is connected to it. */
let shared: { readonly node: TestNode; users: number } | undefined;

/** The node that a URI names: the shared default one, or a private one made from a file. */
export async function openNode(uri: string, context: DriverContext): Promise<NodeLease> {
  if (isDefault(uri)) return leaseDefault();
  const { parseUri } = await import('@virtweave/core-util');
  const { path } = parseUri(uri);
  if (path === undefined || path === '' || path === '/')
    throw testError('VIR_ERR_INVALID_ARG', 'testOpen: supply a path or use test:///default');
  if (path === '/default') return leaseDefault();
  const { readNodeFile } = await import('./node-file.ts');
  return { node: await readNodeFile(path, context), release: () => undefined };
}

function leaseDefault(): NodeLease {
  const lease = (shared ??= { node: makeDefaultNode(), users: 0 });
  lease.users += 1;
  return {
    node: lease.node,
    release() {
      lease.users -= 1;
      if (lease.users === 0 && shared === lease) shared = undefined;
    },
  };
}
