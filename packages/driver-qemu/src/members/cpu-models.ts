import type { Call, CpuComparison, CpuService, Peers } from '@virtweave/core-api';
import { hasFlag } from '@virtweave/core-api/driver-kit';
import { formatCpu, parseCpu, type CpuDefinition } from '@virtweave/core-conf';
import { VirtError } from '@virtweave/core-util';
import { hypervisorCpu } from '../capabilities/index.ts';
import { isX86 } from '../capabilities/arch.ts';
import { hostCpusFor } from '../cpu/index.ts';
import { acceleratorOf } from '../definition/options.ts';
import { hostArch } from '../engine/definitions.ts';
import type { QemuEngine } from '../engine/engine.ts';
import { chosenEmulator } from './capabilities.ts';
import type { Members } from './members.ts';

/** `virConnectCompareCPUFlags`. */
const FAIL_INCOMPATIBLE = 1;
/** `virConnectBaselineCPUFlags`. */
const EXPAND_FEATURES = 1;
const MIGRATABLE = 2;

/** `virCPUCompareResult`. */
const numberOf: Readonly<Record<CpuComparison, number>> = { incompatible: 0, identical: 1, superset: 2 };

type CpuMembers = Members<
  | 'connectCompareCPU' | 'connectBaselineCPU' | 'connectCompareHypervisorCPU' | 'connectBaselineHypervisorCPU'
  | 'connectGetCPUModelNames'
>;

/** What can be asked of CPUs without a guest. All of it needs the CPU service. */
export function cpuMembers(engine: QemuEngine, peers: Peers): CpuMembers {
  const compare = async (service: CpuService, host: CpuDefinition | undefined, xml: string, flags: number, call: Call): Promise<number> => {
    const cpu = parseCpu(xml);
    return numberOf[await service.compare(host, cpu, hasFlag(flags, FAIL_INCOMPATIBLE), call)];
  };
  const optionsOf = (flags: number): { expandFeatures: boolean; migratable: boolean } => ({
    expandFeatures: hasFlag(flags, EXPAND_FEATURES),
    migratable: hasFlag(flags, MIGRATABLE),
  });
  return {
    async connectGetCPUModelNames(arch, _flags, call) {
      // Where the emulator alone knows its models there are none to tell.
      return ((await peers.cpu(arch).models(call)) ?? []).map(({ name }) => name);
    },
    async connectCompareCPU(xml, flags, call) {
      const service = peers.cpu(await hostArch(engine));
      return compare(service, await service.host(call), xml, flags, call);
    },
    async connectBaselineCPU(xmls, flags, call) {
      const cpus = xmls.map((xml) => parseCpu(xml, { of: 'host' }));
      const service = peers.cpu(cpus[0]?.arch ?? (await hostArch(engine)));
      return formatCpu(await service.baseline(cpus, optionsOf(flags), call));
    },
    async connectCompareHypervisorCPU(emulator, arch, machine, virtType, xml, flags, call) {
      const { capabilities, guest } = await chosenEmulator(engine, { emulator, arch, machine, virtType });
      if (!isX86(guest.arch)) throw unsupported(`comparing with the hypervisor CPU is not supported for arch ${guest.arch}`);
      const service = peers.cpu(guest.arch);
      const facts = { hostArch: await hostArch(engine) };
      const host = await hostCpusFor(service, capabilities, acceleratorOf(guest.virtType), facts);
      return compare(service, host?.reported, xml, flags, call);
    },
    async connectBaselineHypervisorCPU(emulator, arch, machine, virtType, xmls, flags, call) {
      const { capabilities, guest } = await chosenEmulator(engine, { emulator, arch, machine, virtType });
      if (!isX86(guest.arch)) throw unsupported(`computing baseline hypervisor CPU is not supported for arch ${guest.arch}`);
      const answer = hypervisorCpu(capabilities, acceleratorOf(guest.virtType));
      const { models, properties } = answer ?? {};
      if (models === undefined || models.length === 0) {
        throw unsupported(`QEMU '${capabilities.emulator}' does not support any CPU models for virttype '${guest.virtType}'`);
      }
      const options = optionsOf(flags);
      const features = (properties ?? [])
        .filter(({ value, migratable }) => value === true && !(options.migratable && migratable === false))
        .map(({ name }) => name);
      const cpus = xmls.map((xml) => parseCpu(xml));
      const known = features.length > 0 ? { features } : {};
      return formatCpu(await peers.cpu(guest.arch).baseline(cpus, { ...options, ...known, models }, call));
    },
  };
}

function unsupported(detail: string): VirtError {
  return new VirtError('VIR_ERR_CONFIG_UNSUPPORTED', detail, { domain: 'VIR_FROM_QEMU' });
}
