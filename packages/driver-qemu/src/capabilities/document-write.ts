import { XmlWriter } from '@virtweave/core-util/xml';
import { sortFlags } from './flags.ts';
import type {
  Accelerator,
  AcceleratorCapabilities,
  HostCpuModel,
  QemuCapabilitiesData,
  QemuCpuModel,
  QemuMachine,
} from './types.ts';

type Attributes = readonly (readonly [name: string, value: string | number | bigint | undefined])[];

/** Writes the capability cache document, `<qemuCaps>`, as libvirt writes it. */
export function formatQemuCapabilities(caps: QemuCapabilitiesData): string {
  const out = new Lines();
  out.open('qemuCaps');
  out.leaf('emulator', caps.emulator);
  out.leaf('qemuctime', caps.emulatorCtime);
  out.leaf('selfctime', caps.selfCtime);
  out.leaf('selfvers', caps.selfVersion);
  for (const flag of sortFlags(caps.flags)) out.empty('flag', [['name', flag]]);
  out.leaf('version', caps.version);
  out.leaf('microcodeVersion', caps.microcodeVersion);
  out.leaf('hostCPUSignature', caps.hostCpuSignature);
  out.leaf('package', caps.package);
  out.leaf('kernelVersion', caps.kernelVersion);
  out.leaf('arch', caps.arch);
  for (const [name, accelerator] of caps.accelerators) writeAccelerator(out, name, accelerator);
  for (const { version, kernel, emulated } of caps.gic) {
    out.empty('gic', [
      ['version', version],
      ['kernel', yesNo(kernel)],
      ['emulated', yesNo(emulated)],
    ]);
  }
  writeConfidential(out, caps);
  if (caps.kvmSupportsNesting === true) out.empty('kvmSupportsNesting', []);
  if (caps.kvmSupportsSecureGuest === true) out.empty('kvmSupportsSecureGuest', []);
  out.close();
  return out.text;
}

function writeAccelerator(out: Lines, type: Accelerator, accelerator: AcceleratorCapabilities): void {
  if (accelerator.hostCpu !== undefined) writeHostCpu(out, type, accelerator.hostCpu);
  for (const cpu of accelerator.cpus ?? []) writeCpu(out, type, cpu);
  for (const machine of accelerator.machines) writeMachine(out, type, machine);
}

function writeHostCpu(out: Lines, type: Accelerator, cpu: HostCpuModel): void {
  out.open('hostCPU', [
    ['type', type],
    ['model', cpu.model],
    ['migratability', yesNo(cpu.migratability)],
  ]);
  for (const { name, value, migratable } of cpu.properties) {
    out.empty('property', [
      ['name', name],
      ['type', typeof value === 'bigint' ? 'number' : typeof value],
      ['value', String(value)],
      ['migratable', migratable === undefined ? undefined : yesNo(migratable)],
    ]);
  }
  if (cpu.deprecatedFeatures.length > 0) {
    out.open('deprecatedFeatures');
    for (const name of cpu.deprecatedFeatures) out.empty('property', [['name', name]]);
    out.close();
  }
  out.close();
}

function writeCpu(out: Lines, type: Accelerator, cpu: QemuCpuModel): void {
  const attributes: Attributes = [
    ['type', type],
    ['name', cpu.name],
    ['typename', cpu.typename],
    ['usable', cpu.usable === undefined ? undefined : yesNo(cpu.usable)],
    ['deprecated', cpu.deprecated ? 'yes' : undefined],
  ];
  if (cpu.blockers.length === 0) return out.empty('cpu', attributes);
  out.open('cpu', attributes);
  for (const name of cpu.blockers) out.empty('blocker', [['name', name]]);
  out.close();
}

function writeMachine(out: Lines, type: Accelerator, machine: QemuMachine): void {
  out.empty('machine', [
    ['type', type],
    ['name', machine.name],
    ['alias', machine.alias],
    ['hotplugCpus', machine.hotplugCpus ? 'yes' : undefined],
    ['maxCpus', machine.maxCpus],
    ['default', machine.isDefault ? 'yes' : undefined],
    ['defaultCPU', machine.defaultCpu],
    ['numaMemSupported', machine.numaMemSupported ? 'yes' : undefined],
    ['defaultRAMid', machine.defaultRamId],
    ['deprecated', machine.deprecated ? 'yes' : undefined],
    ['acpi', machine.acpi === undefined ? undefined : yesNo(machine.acpi)],
  ]);
}

function writeConfidential(out: Lines, { sev, sgx, hyperv }: QemuCapabilitiesData): void {
  if (sev !== undefined) {
    out.open('sev');
    out.leaf('cbitpos', sev.cbitpos);
    out.leaf('reducedPhysBits', sev.reducedPhysBits);
    out.leaf('pdh', sev.pdh);
    out.leaf('certChain', sev.certChain);
    out.leaf('cpu0Id', sev.cpu0Id);
    out.close();
  }
  if (sgx !== undefined) {
    out.open('sgx', [['supported', 'yes']]);
    out.leaf('flc', yesNo(sgx.flc));
    out.leaf('sgx1', yesNo(sgx.sgx1));
    out.leaf('sgx2', yesNo(sgx.sgx2));
    out.leaf('section_size', sgx.sectionSize, [['unit', 'KiB']]);
    if (sgx.sections.length > 0) {
      out.open('sections');
      for (const { node, size } of sgx.sections) {
        out.empty('section', [
          ['node', node],
          ['size', size],
          ['unit', 'KiB'],
        ]);
      }
      out.close();
    }
    out.close();
  }
  if (hyperv !== undefined) {
    out.open('hypervCapabilities', [['supported', yesNo(hyperv.supported)]]);
    for (const name of hyperv.features) out.empty('cap', [['name', name]]);
    out.close();
  }
}

const yesNo = (value: boolean): string => (value ? 'yes' : 'no');

/** An {@link XmlWriter} that leaves out what is undefined. */
class Lines {
  readonly #writer = new XmlWriter();

  get text(): string {
    return this.#writer.toString();
  }

  open(name: string, attributes: Attributes = []): void {
    this.#writer.open(name);
    for (const [key, value] of attributes) if (value !== undefined) this.#writer.attr(key, String(value));
  }

  close(): void {
    this.#writer.close();
  }

  empty(name: string, attributes: Attributes): void {
    this.open(name, attributes);
    this.close();
  }

  leaf(name: string, text: string | number | bigint | undefined, attributes: Attributes = []): void {
    if (text === undefined) return;
    this.open(name, attributes);
    this.#writer.text(String(text));
    this.close();
  }
}
