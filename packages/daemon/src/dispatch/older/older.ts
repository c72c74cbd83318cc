import { olderForms } from '@virtweave/core-api/members';
import type { Procedure, ServerCall } from '@virtweave/core-rpc';
import { VirtError, isVirtError } from '@virtweave/core-util/errors';
import type { Client } from '../../client/client.ts';
import { serve, type Served } from '../serve.ts';

/** An older function. A driver that does not have its newest form does not have the one that was called. */
export function older<Args, Ret>(
  name: string,
  procedure: Procedure<Args, Ret>,
  answer: (client: Client, args: Args, call: ServerCall) => Promise<Ret>,
): Served {
  const { member } = olderForms[name] as { member: string };
  const newest = `vir${member.charAt(0).toUpperCase()}${member.slice(1)}`;
  return serve(procedure, async (client, args, call) => {
    try {
      return await answer(client, args, call);
    } catch (error) {
      if (!isVirtError(error, 'VIR_ERR_NO_SUPPORT') || error.detail !== newest) throw error;
      throw new VirtError(error.code, name, { domain: error.domain, cause: error });
    }
  });
}
