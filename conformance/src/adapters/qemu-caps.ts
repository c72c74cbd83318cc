import { formatQemuCapabilities } from '@virtweave/driver-qemu/capabilities';
import type { Adapter } from '../adapter.ts';
import { capabilitiesFromReplies } from '../qemu/capabilities.ts';

interface CapsCase {
  readonly binary: string;
  readonly replies: string;
  readonly hvf: boolean;
  readonly microcodeVersionWhenTcgProbed: number;
}

/** A recorded QMP conversation to the capability document. */
export const run: Adapter = async (testCase, files) => {
  const { binary, replies, hvf, microcodeVersionWhenTcgProbed } = testCase as unknown as CapsCase;
  const caps = await capabilitiesFromReplies(await files.read(replies), {
    emulator: binary,
    hvf,
    microcodeVersion: microcodeVersionWhenTcgProbed,
  });
  return { expected: formatQemuCapabilities(caps.data) };
};
