import type {
  Accelerator,
  AcceleratorCapabilities,
  GicVersion,
  HostCpuModel,
  QemuCapabilitiesData,
  QemuCpuModel,
  QemuMachine,
} from './types.ts';

/** The `type` of a `<domain>` that this driver runs. */
export type QemuVirtType = 'kvm' | 'qemu' | 'hvf';

/** How {@link QemuCapabilities.edit} departs from the original. */
export interface CapabilityEdits {
  readonly addFlags?: readonly string[];
  readonly removeFlags?: readonly string[];
  /** An alias becomes a machine of its own: `pc` stays `pc` (for comparing command lines across versions). */
  readonly stripMachineAliases?: boolean;
  readonly gic?: readonly GicVersion[];
}

/**
 * What one emulator can do (libvirt's `virQEMUCaps`). An immutable value: command lines are built from it and the
 * document alone.
 *
 * @example
 * ```ts
 * const caps = parseQemuCapabilities(await readFile('caps.xml', 'utf8'));
 * caps.hasFlag('virtio-mem-pci'); // true
 * caps.canonicalMachine('q35', 'kvm'); // 'pc-q35-10.0'
 * ```
 */
export class QemuCapabilities {
  readonly data: QemuCapabilitiesData;
  readonly #machines = new Map<Accelerator, Map<string, QemuMachine>>();

  constructor(data: QemuCapabilitiesData) {
    this.data = data;
  }

  /** Path of the emulator. */
  get emulator(): string {
    return this.data.emulator;
  }

  /** libvirt's name of the guest architecture, such as `x86_64`. */
  get arch(): string {
    return this.data.arch;
  }

  /** major * 1,000,000 + minor * 1000 + micro. */
  get version(): number {
    return this.data.version;
  }

  get flags(): ReadonlySet<string> {
    return this.data.flags;
  }

  get gic(): readonly GicVersion[] {
    return this.data.gic;
  }

  /** Has the flag of this name (libvirt's name, such as `virtio-blk.queue-size`)? */
  hasFlag(name: string): boolean {
    return this.data.flags.has(name);
  }

  /** Can it run guests of this domain type? */
  supportsVirtType(type: QemuVirtType): boolean {
    return this.hasFlag(type === 'qemu' ? 'tcg' : type);
  }

  /** The domain type for a guest that names none: the fastest one. */
  get preferredVirtType(): QemuVirtType {
    if (this.hasFlag('kvm')) return 'kvm';
    return this.hasFlag('hvf') ? 'hvf' : 'qemu';
  }

  /** Its accelerators, hardware first. */
  get accelerators(): readonly Accelerator[] {
    return [...this.data.accelerators.keys()];
  }

  /** What it can do with this accelerator; empty when it does not have it. */
  accelerator(accelerator: Accelerator): AcceleratorCapabilities {
    return this.data.accelerators.get(accelerator) ?? { machines: [] };
  }

  machines(accelerator: Accelerator): readonly QemuMachine[] {
    return this.accelerator(accelerator).machines;
  }

  /** The machine of this name or alias. */
  machine(name: string, accelerator: Accelerator): QemuMachine | undefined {
    let index = this.#machines.get(accelerator);
    if (index === undefined) {
      index = new Map();
      for (const machine of this.machines(accelerator)) {
        if (machine.alias !== undefined) index.set(machine.alias, machine);
      }
      for (const machine of this.machines(accelerator)) index.set(machine.name, machine);
      this.#machines.set(accelerator, index);
    }
    return index.get(name);
  }

  /** The full name for an alias; a name that is no alias is returned as it is. */
  canonicalMachine(name: string, accelerator: Accelerator): string {
    return this.machine(name, accelerator)?.name ?? name;
  }

  /** The machine that the emulator takes by itself. */
  defaultMachine(accelerator: Accelerator): QemuMachine | undefined {
    return this.machines(accelerator).find((machine) => machine.isDefault);
  }

  /** The machine for a guest that names none: the first of the list. */
  preferredMachine(accelerator: Accelerator): QemuMachine | undefined {
    return this.machines(accelerator)[0];
  }

  /** CPU models; undefined when the emulator does not list them. */
  cpuModels(accelerator: Accelerator): readonly QemuCpuModel[] | undefined {
    return this.accelerator(accelerator).cpus;
  }

  /** The host's CPU as the emulator expands it. */
  hostCpu(accelerator: Accelerator): HostCpuModel | undefined {
    return this.accelerator(accelerator).hostCpu;
  }

  /** Name of the CPU model that the machine has when none is named, where the emulator tells it. */
  machineDefaultCpu(machine: string, accelerator: Accelerator): string | undefined {
    const typename = this.machine(machine, accelerator)?.defaultCpu;
    if (typename === undefined) return undefined;
    const models = this.cpuModels(accelerator) ?? [];
    const known = models.find((model) => model.typename === typename);
    if (known !== undefined) return known.name;
    // QOM types of CPUs are NAME-ARCH-cpu, with the emulator's name of the architecture.
    return /^(.+?)(?:-[^-]+)?-cpu$/.exec(typename)?.[1] ?? typename;
  }

  /** A copy that differs in these points. */
  edit(edits: CapabilityEdits): QemuCapabilities {
    const flags = new Set(this.data.flags);
    for (const flag of edits.addFlags ?? []) flags.add(flag);
    for (const flag of edits.removeFlags ?? []) flags.delete(flag);
    const accelerators = edits.stripMachineAliases === true ? withoutAliases(this.data) : this.data.accelerators;
    return new QemuCapabilities({ ...this.data, flags, accelerators, gic: edits.gic ?? this.data.gic });
  }
}

function withoutAliases(data: QemuCapabilitiesData): ReadonlyMap<Accelerator, AcceleratorCapabilities> {
  const result = new Map<Accelerator, AcceleratorCapabilities>();
  for (const [name, accelerator] of data.accelerators) {
    const machines = accelerator.machines.flatMap(({ alias, ...machine }) =>
      alias === undefined ? [machine] : [{ ...machine, name: alias }, machine],
    );
    result.set(name, { ...accelerator, machines });
  }
  return result;
}
