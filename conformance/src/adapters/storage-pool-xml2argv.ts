import { parseStoragePool } from '@virtweave/core-conf';
import { VirtError } from '@virtweave/core-util';
import { poolStartCommand } from '@virtweave/secondary-storage/command';
import type { Adapter } from '../adapter.ts';
import { renderCommand } from '../render-command.ts';

export const run: Adapter = async ({ input }, files) => {
  const pool = parseStoragePool(await files.read(String(input)));
  const command = poolStartCommand(pool);
  if (command === undefined) throw new VirtError('VIR_ERR_NO_SUPPORT', `pools of type ${pool.type} are started by no command`);
  return { expected: renderCommand({ program: command.program, arguments: command.args }) };
};
