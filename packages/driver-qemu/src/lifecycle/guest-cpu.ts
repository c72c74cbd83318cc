import type { CpuService, HypervisorHostCpus } from '@virtweave/core-api';
import { localIdentity } from '@virtweave/core-api/driver';
import type { Cpu, Domain } from '@virtweave/core-conf';
import { VirtError, getLogger, type Logger } from '@virtweave/core-util';
import { isX86 } from '../capabilities/arch.ts';
import type { QemuCapabilities } from '../capabilities/index.ts';
import { featureFromQemu } from '../cpu/feature-names.ts';
import { hostCpusFor, prepareGuestCpu } from '../cpu/index.ts';
import { acceleratorOf } from '../definition/options.ts';
import { hostArch } from '../engine/definitions.ts';
import type { QemuEngine } from '../engine/engine.ts';
import type { RunningGuest } from '../engine/running-guest.ts';
import { readFeatureWords } from '../monitor/cpu-data.ts';
import { qmpErrorClass, type Json } from '../qmp/index.ts';

const log: Logger = getLogger('qemu.qemu_process');

/** Where QEMU keeps the first CPU among its objects. */
const firstCpu = '/machine/unattached/device[0]';

/** The CPU service for guests of an architecture, and whether it is there. */
async function serviceFor(engine: QemuEngine, arch: string): Promise<{ service: CpuService; hasService: boolean }> {
  return { service: engine.peers.cpu(arch), hasService: await engine.peers.has('cpu') };
}

/** The host's CPU for guests of an emulator. Rejects when there is no CPU service. */
export async function hostCpusOf(
  engine: QemuEngine,
  capabilities: QemuCapabilities,
  type: Domain['type'],
): Promise<HypervisorHostCpus | undefined> {
  const service = engine.peers.cpu(capabilities.arch);
  return hostCpusFor(service, capabilities, acceleratorOf(type), { hostArch: await hostArch(engine) });
}

/** Decides the CPU of a guest that is about to start. */
export async function decideCpu(
  engine: QemuEngine,
  document: Domain,
  capabilities: QemuCapabilities,
  signal?: AbortSignal,
): Promise<void> {
  if (document.cpu === undefined) return;
  const [found, arch] = await Promise.all([serviceFor(engine, document.os.type.arch ?? capabilities.arch), hostArch(engine)]);
  const hostCpus = (): Promise<HypervisorHostCpus | undefined> => hostCpusOf(engine, capabilities, document.type);
  await prepareGuestCpu(document, { ...found, capabilities, hostArch: arch, hostCpus, signal });
}

/**
 * Puts what QEMU really gave to the guest into its document (`qemuProcessUpdateAndVerifyCPU`): from then on the CPU is
 * fully checked, so that it is the same wherever the guest is moved.
 *
 * Two questions in place of one per feature: the words of CPUID, and what QEMU could not give.
 *
 * @throws VirtError `VIR_ERR_OPERATION_FAILED` when all had to be as it was asked, and is not
 */
export async function updateLiveCpu(engine: QemuEngine, { monitor, document }: RunningGuest, signal?: AbortSignal): Promise<void> {
  const { cpu } = document;
  const arch = document.os.type.arch ?? '';
  if (cpu?.model?.name === undefined || cpu.mode !== 'custom' || !isX86(arch)) return;
  const ask = async (property: string): Promise<Json | undefined> => {
    try {
      return await monitor.execute('qom-get', { path: firstCpu, property }, signal === undefined ? {} : { signal });
    } catch (error) {
      // A QEMU that does not tell.
      if (qmpErrorClass(error) === undefined) throw error;
      return undefined;
    }
  };
  const [{ service, hasService }, words, missing] = await Promise.all([
    serviceFor(engine, arch),
    ask('feature-words'),
    ask('unavailable-features'),
  ]);
  const disabled = Array.isArray(missing) ? missing.map((name) => featureFromQemu(String(name), arch)) : [];
  if (!hasService || words === undefined) return checkAlone(cpu, document, disabled);
  const cpuid = readFeatureWords(words).map(({ eaxIn, ecxIn, ...registers }) => ({ leaf: eaxIn, subleaf: ecxIn, ...registers }));
  const live = { enabled: { arch, cpuid }, disabled, withoutMsrs: true };
  const updated = await service.updateLive(cpu, live, { identity: localIdentity(), ...(signal !== undefined && { signal }) });
  document.cpu = { ...updated, check: 'full' };
}

/** Without the service a fully checked CPU must at least have what it was asked for. */
function checkAlone(cpu: Cpu, { name }: Domain, missing: readonly string[]): void {
  if (missing.length === 0 || cpu.check === undefined || cpu.check === 'none') return;
  const names = missing.join(',');
  if (cpu.check !== 'full') {
    log.info(`CPU of guest ${name} lacks ${names}`);
    return;
  }
  throw new VirtError('VIR_ERR_OPERATION_FAILED', `guest CPU doesn't match specification: missing features: ${names}`, {
    domain: 'VIR_FROM_CPU',
  });
}
