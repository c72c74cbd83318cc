import type { Call, CpuService } from '@virtweave/core-api';
import type { HostCpuDefinition } from '@virtweave/core-conf';
import { isVirtError, getLogger, type Host, type Logger } from '@virtweave/core-util';
import { hypervisorCpu, type QemuCapabilities, type QemuVirtType } from '../capabilities/index.ts';
import { acceleratorOf } from '../definition/options.ts';
import { firmwarePairs } from '../engine/firmware-pairs.ts';
import type { SupportedFirmware } from '../firmware/index.ts';
import { isJsonObject, parseJson } from '../qmp/json.ts';
import type { DomainCapabilitiesFacts } from './capabilities.ts';

const log: Logger = getLogger('qemu.qemu_capabilities');

interface CallOptions {
  readonly signal?: AbortSignal;
}

/** The firmware images that are there: those of descriptors, or where none fits, those that distributions install. */
export async function presentLoaders(host: Host, { images }: SupportedFirmware, call: CallOptions): Promise<string[]> {
  const wanted = images.length > 0 ? images.map(({ code }) => code) : firmwarePairs.map(({ code }) => code);
  const there = await Promise.all(wanted.map((path) => host.stat(path, call)));
  return [...new Set(wanted.filter((_, i) => there[i] !== undefined))];
}

/** Versions of TPM that the installed swtpm emulates; none: there is no swtpm. */
export async function swtpmVersions(host: Host, call: CallOptions): Promise<string[]> {
  const setup = await findProgram(host, 'swtpm_setup', call);
  if (setup === undefined || (await findProgram(host, 'swtpm', call)) === undefined) return [];
  try {
    const { stdout } = await host.run(setup, ['--print-capabilities'], { timeout: 10_000, ...call });
    const answer = parseJson(stdout);
    const features = isJsonObject(answer) && Array.isArray(answer['features']) ? answer['features'] : [];
    const versions = ['1.2', '2.0'].filter((version) => features.includes(`tpm-${version}`));
    // Older ones do not say, and have both.
    return versions.length > 0 ? versions : ['1.2', '2.0'];
  } catch (error) {
    if (!isVirtError(error) && !(error instanceof SyntaxError)) throw error;
    log.warning(`'${setup}' does not say what it can do: ${error.message}`);
    return [];
  }
}

async function findProgram(host: Host, name: string, call: CallOptions): Promise<string | undefined> {
  for (const folder of ['/usr/local/bin', '/usr/bin', '/usr/sbin', '/bin']) {
    if ((await host.stat(`${folder}/${name}`, call)) !== undefined) return `${folder}/${name}`;
  }
  return undefined;
}

/** Can devices of this host be given to guests? */
export async function hasVfio(host: Host, call: CallOptions): Promise<boolean> {
  const [groups, device] = await Promise.all([host.list('/sys/kernel/iommu_groups', call), host.stat('/dev/vfio/vfio', call)]);
  return (groups?.length ?? 0) > 0 && device !== undefined;
}

/** Bits of a physical address, as the kernel tells them; 0 when it does not. */
export async function physicalAddressBits(host: Host, call: CallOptions): Promise<number> {
  const cpuinfo = await host.readFile('/proc/cpuinfo', { offset: 0, length: 16 * 1024, ...call });
  return Number(/^address sizes\s*:\s*(\d+) bits physical/m.exec(cpuinfo.toString('utf8'))?.[1] ?? 0);
}

/** What the CPU service says of the host's CPU, and which models there are. */
export async function cpuFacts(
  service: CpuService,
  capabilities: QemuCapabilities,
  virtType: QemuVirtType,
  host: HostCpuDefinition | undefined,
  call: Call,
): Promise<Pick<DomainCapabilitiesFacts, 'hostModel' | 'cpuModels'>> {
  const [cpuModels, cpus] = await Promise.all([
    service.models(call),
    service.hypervisorHost(hypervisorCpu(capabilities, acceleratorOf(virtType)), host, call),
  ]);
  return { ...(cpuModels !== undefined && { cpuModels }), ...(cpus !== undefined && { hostModel: cpus.reported }) };
}
