import {
  formatNetwork,
  parseNetwork,
  updateNetwork,
  type NetworkUpdateCommand,
  type NetworkUpdateSection,
} from '@virtweave/core-conf';
import type { Adapter } from '../adapter.ts';

/** One entry of a network added, changed or removed. */
export const run: Adapter = async ({ network, update, section, command, parentIndex, formatInactive }, files) => {
  const before = parseNetwork(await files.read(String(network)));
  const after = updateNetwork(before, {
    command: command as NetworkUpdateCommand,
    section: section as NetworkUpdateSection,
    parentIndex: Number(parentIndex),
    xml: await files.read(String(update)),
  });
  return { expect: 'success', expected: formatNetwork(after, { inactive: formatInactive === true }) };
};
