import { VirtError } from '@virtweave/core-util';
import type { ExecuteOptions, QmpExecutor } from '../qmp/index.ts';
import { archFromTarget, hasGic, isX86 } from './arch.ts';
import { QemuCapabilities } from './capabilities.ts';
import { probeGic, probeSev, probeSgx } from './confidential.ts';
import { addPropertyFlags, flagsFromFacts, type FlagFacts } from './flag-derivation.ts';
import type { QemuFlag } from './flags.ts';
import { probeHostCpu, probeHyperv } from './host-cpu.ts';
import { cpuModelsFromReply, machinesFromReply } from './machines.ts';
import { ProbeSession } from './session.ts';
import type { Accelerator, AcceleratorCapabilities } from './types.ts';

/** The oldest QEMU that libvirt 11.3 takes. */
const oldest = { major: 6, minor: 2, micro: 0 } as const;

export interface ProbeOptions extends ExecuteOptions {
  /** Path of the emulator, as it is to appear in the capabilities. */
  readonly emulator: string;
  /**
   * Starts the emulator with `-machine none` and hands out its monitor, capabilities negotiated. Called a second time
   * with `tcg` when the first one has hardware acceleration; whoever opened it closes it.
   */
  readonly open: (accelerator: 'fastest' | 'tcg') => Promise<QmpExecutor>;
  /** Does the host have Apple's hypervisor framework? Default false. */
  readonly hvf?: boolean;
  /** What the host says about itself; goes into the document as it is. */
  readonly host?: {
    readonly emulatorCtime?: number;
    readonly selfCtime?: number;
    readonly selfVersion?: number;
    readonly microcodeVersion?: number;
    readonly hostCpuSignature?: string;
    readonly kernelVersion?: string;
  };
}

/**
 * Finds out what an emulator can do, by asking it.
 *
 * @throws VirtError `VIR_ERR_CONFIG_UNSUPPORTED` for a QEMU before 6.2.0
 */
export async function probeQemu(options: ProbeOptions): Promise<QemuCapabilities> {
  const session = new ProbeSession(await options.open('fastest'), options);
  // First and alone: one that is too old does not know the other questions.
  const version = await session.need('query-version');
  const { major, minor, micro } = version.qemu;
  refuseOld(options.emulator, major, minor, micro);
  const [target, schema, kvm, types, machines, cpus, lineOptions, migration, models, backends] =
    await Promise.all([
      session.need('query-target'),
      session.need('query-qmp-schema'),
      session.ask('query-kvm'),
      session.need('qom-list-types'),
      session.need('query-machines'),
      session.ask('query-cpu-definitions'),
      session.need('query-command-line-options'),
      session.ask('query-migrate-capabilities'),
      session.askJson('query-tpm-models'),
      session.askJson('query-tpm-types'),
    ]);

  const arch = archFromTarget(target.arch);
  const facts: FlagFacts = {
    arch,
    schema,
    types: new Set(types.map(({ name }) => name)),
    machines: machinesFromReply(machines, arch),
    cpuNames: new Set(cpus?.map(({ name }) => name)),
    options: lineOptions,
    migration: new Set(migration?.map(({ capability }) => capability)),
    tpm: new Set([models, backends].flatMap((list) => (Array.isArray(list) ? list.map(String) : []))),
  };
  const flags = flagsFromFacts(facts);
  if (kvm?.enabled === true && kvm.present) flags.add('kvm');
  else if (options.hvf === true) flags.add('hvf');
  const hardware: Accelerator | undefined = flags.has('kvm') ? 'kvm' : flags.has('hvf') ? 'hvf' : undefined;
  const deprecatedProps = flags.has('query-cpu-model-expansion.deprecated-props');

  const [, sev, sgx, gic, hostCpu, hyperv] = await Promise.all([
    addPropertyFlags(session, facts, flags),
    flags.has('sev-guest') ? probeSev(session) : undefined,
    isX86(arch) && flags.has('sgx-epc') ? probeSgx(session) : undefined,
    hasGic(arch) ? probeGic(session) : [],
    flags.has('query-cpu-model-expansion')
      ? probeHostCpu(session, arch, hardware === undefined ? 'max' : 'host', deprecatedProps)
      : undefined,
    hardware === 'kvm' && isX86(arch) ? probeHyperv(session) : undefined,
  ]);
  // The emulator knows the objects, but only this host's hardware makes them work.
  if (sev === undefined) drop(flags, 'sev-guest', 'sev-snp-guest');
  if (sgx === undefined) drop(flags, 'sgx-epc');

  const first: AcceleratorCapabilities = {
    ...(hostCpu === undefined ? {} : { hostCpu }),
    ...(cpus === undefined ? {} : { cpus: cpuModelsFromReply(cpus, arch) }),
    machines: facts.machines,
  };
  const accelerators = new Map<Accelerator, AcceleratorCapabilities>([[hardware ?? 'tcg', first]]);
  const second = hardware !== undefined && flags.has('tcg');
  if (second) accelerators.set('tcg', await probeTcg(options, arch, flags, deprecatedProps));

  const { host } = options;
  return new QemuCapabilities({
    emulator: options.emulator,
    emulatorCtime: host?.emulatorCtime ?? 0,
    selfCtime: host?.selfCtime ?? 0,
    selfVersion: host?.selfVersion ?? 0,
    flags,
    version: major * 1_000_000 + minor * 1000 + micro,
    microcodeVersion: host?.microcodeVersion ?? 0,
    ...(host?.hostCpuSignature === undefined ? {} : { hostCpuSignature: host.hostCpuSignature }),
    package: version.package,
    ...(host?.kernelVersion === undefined ? {} : { kernelVersion: host.kernelVersion }),
    arch,
    accelerators,
    gic,
    ...(sev === undefined ? {} : { sev }),
    ...(sgx === undefined ? {} : { sgx }),
    ...(hyperv === undefined ? {} : { hyperv }),
  });
}

/** What is different without hardware acceleration. */
async function probeTcg(
  options: ProbeOptions,
  arch: string,
  flags: ReadonlySet<QemuFlag>,
  deprecatedProps: boolean,
): Promise<AcceleratorCapabilities> {
  const session = new ProbeSession(await options.open('tcg'), options);
  const [cpus, hostCpu, machines] = await Promise.all([
    session.ask('query-cpu-definitions'),
    flags.has('query-cpu-model-expansion') ? probeHostCpu(session, arch, 'max', deprecatedProps) : undefined,
    session.need('query-machines'),
  ]);
  return {
    ...(hostCpu === undefined ? {} : { hostCpu }),
    ...(cpus === undefined ? {} : { cpus: cpuModelsFromReply(cpus, arch) }),
    machines: machinesFromReply(machines, arch),
  };
}

function refuseOld(emulator: string, major: number, minor: number, micro: number): void {
  const number = (a: number, b: number, c: number): number => a * 1_000_000 + b * 1000 + c;
  if (number(major, minor, micro) >= number(oldest.major, oldest.minor, oldest.micro)) return;
  const detail =
    `QEMU version >= ${oldest.major}.${oldest.minor}.${oldest.micro} is required, ` +
    `but ${major}.${minor}.${micro} found (${emulator})`;
  throw new VirtError('VIR_ERR_CONFIG_UNSUPPORTED', detail, { domain: 'VIR_FROM_QEMU' });
}

function drop(flags: Set<QemuFlag>, ...names: readonly QemuFlag[]): void {
  for (const name of names) flags.delete(name);
}
