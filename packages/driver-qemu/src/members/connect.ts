import { hostname } from 'node:os';
import { VirtError } from '@virtweave/core-util';
import { findEmulator } from '../capabilities/index.ts';
import { hostArch } from '../engine/definitions.ts';
import type { QemuEngine } from '../engine/engine.ts';
import type { Members } from './members.ts';

type Connect = Members<
  | 'connectGetType' | 'connectGetURI' | 'connectGetHostname' | 'connectGetVersion'
  | 'connectGetMaxVcpus' | 'connectIsAlive' | 'connectIsEncrypted' | 'connectIsSecure'
>;

/** The connection itself. */
export function connectMembers(engine: QemuEngine): Connect {
  const { host, scope } = engine;
  return {
    connectGetType: async () => 'QEMU',
    connectGetURI: async () => scope.uri,
    connectGetHostname: async () => (host.label === 'localhost' ? hostname() : host.label),
    async connectGetVersion() {
      const emulator = await findEmulator(host, await hostArch(engine));
      if (emulator === undefined) {
        throw new VirtError('VIR_ERR_INTERNAL_ERROR', 'Cannot find suitable emulator', { domain: 'VIR_FROM_QEMU' });
      }
      return BigInt((await engine.capabilities.lookup(emulator)).version);
    },
    connectGetMaxVcpus: async () => 255,
    connectIsAlive: async () => true,
    connectIsEncrypted: async () => false,
    connectIsSecure: async () => true,
  };
}
