import { localIdentity, type Call, type CpuService } from '@virtweave/core-api';
import { parseCpu, type Cpu, type HostCpuDefinition } from '@virtweave/core-conf';
import { openCpuService } from '../src/index.ts';

export const call: Call = { identity: localIdentity() };

/** The service of an architecture, without a machine. */
export function open(arch: string = 'x86_64'): Promise<CpuService> {
  return openCpuService(arch, () => Promise.reject(new Error('no machine is to be asked')));
}

export function host(model: string, features: readonly string[] = [], vendor?: string): HostCpuDefinition {
  return {
    arch: 'x86_64',
    model: { name: model },
    ...(vendor !== undefined && { vendor }),
    features: features.map((name) => ({ name })),
  };
}

export const guest = (xml: string): Cpu => parseCpu(xml);
