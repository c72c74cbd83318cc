import { probeQemu, type QemuCapabilities } from '@virtweave/driver-qemu/capabilities';
import { loadReplies } from './replies.ts';

/** Derives capabilities from a recorded conversation. */
export async function capabilitiesFromReplies(
  text: string,
  options: { readonly emulator: string; readonly hvf?: boolean; readonly microcodeVersion?: number },
): Promise<QemuCapabilities> {
  const sessions = loadReplies(text);
  return probeQemu({
    emulator: options.emulator,
    hvf: options.hvf ?? false,
    host: { microcodeVersion: sessions.length > 1 ? (options.microcodeVersion ?? 0) : 0 },
    open: async (accelerator) => {
      const session = sessions[accelerator === 'tcg' ? 1 : 0];
      if (session === undefined) throw new Error('the recording has no session for TCG');
      return session;
    },
  });
}
