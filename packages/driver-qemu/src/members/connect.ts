import { hostname } from 'node:os';
import { VirtError } from '@virtweave/core-util';
import { findEmulator } from '../capabilities/index.ts';
import { hostArch } from '../engine/definitions.ts';
import type { QemuEngine } from '../engine/engine.ts';
import type { Members } from './members.ts';

type Connect = Members<
  | 'connectGetType' | 'connectGetURI' | 'connectGetHostname' | 'connectGetVersion'
  | 'connectGetMaxVcpus' | 'connectIsAlive' | 'connectIsEncrypted' | 'connectIsSecure' | 'nodeGetInfo' | 'nodeGetFreeMemory'
>;

/** The connection and the machine behind it. */
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
    async nodeGetInfo() {
      const [meminfo, cpuinfo, arch] = await Promise.all([
        host.readFile('/proc/meminfo'),
        host.readFile('/proc/cpuinfo'),
        hostArch(engine),
      ]);
      const text = cpuinfo.toString('utf8');
      const cpus = (text.match(/^processor\s*:/gm) ?? []).length;
      const sockets = new Set(text.match(/^physical id\s*:.*$/gm) ?? ['one']).size;
      const cores = Number(/^cpu cores\s*:\s*(\d+)/m.exec(text)?.[1] ?? Math.max(1, cpus));
      return {
        model: arch,
        memory: BigInt(/^MemTotal:\s*(\d+)/m.exec(meminfo.toString('utf8'))?.[1] ?? 0),
        cpus,
        mhz: Math.round(Number(/^cpu MHz\s*:\s*([\d.]+)/m.exec(text)?.[1] ?? 0)),
        nodes: 1,
        sockets,
        cores,
        threads: Math.max(1, Math.floor(cpus / (sockets * cores))),
      };
    },
    async nodeGetFreeMemory() {
      const text = (await host.readFile('/proc/meminfo')).toString('utf8');
      return BigInt(/^MemFree:\s*(\d+)/m.exec(text)?.[1] ?? 0) * 1024n;
    },
  };
}
