import type {
  Accelerator,
  AcceleratorCapabilities,
  HostCpuModel,
  QemuCapabilitiesData,
  QemuCpuModel,
  QemuMachine,
} from './types.ts';
import { sortFlags } from './flags.ts';

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
  out.close('qemuCaps');
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
    out.close('deprecatedFeatures');
  }
  out.close('hostCPU');
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
  out.close('cpu');
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
    out.close('sev');
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
      out.close('sections');
    }
    out.close('sgx');
  }
  if (hyperv !== undefined) {
    out.open('hypervCapabilities', [['supported', yesNo(hyperv.supported)]]);
    for (const name of hyperv.features) out.empty('cap', [['name', name]]);
    out.close('hypervCapabilities');
  }
}

const yesNo = (value: boolean): string => (value ? 'yes' : 'no');

/** Lines of a document, two blanks of indentation to each level. */
class Lines {
  text = '';
  #indent = '';

  open(name: string, attributes: Attributes = []): void {
    this.text += `${this.#indent}<${name}${format(attributes)}>\n`;
    this.#indent += '  ';
  }

  close(name: string): void {
    this.#indent = this.#indent.slice(2);
    this.text += `${this.#indent}</${name}>\n`;
  }

  empty(name: string, attributes: Attributes): void {
    this.text += `${this.#indent}<${name}${format(attributes)}/>\n`;
  }

  /** An element with text; nothing when there is none. */
  leaf(name: string, text: string | number | bigint | undefined, attributes: Attributes = []): void {
    if (text === undefined) return;
    this.text += `${this.#indent}<${name}${format(attributes)}>${escape(String(text))}</${name}>\n`;
  }
}

function format(attributes: Attributes): string {
  let text = '';
  for (const [name, value] of attributes) if (value !== undefined) text += ` ${name}='${escape(String(value))}'`;
  return text;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', "'": '&apos;', '"': '&quot;' };

function escape(text: string): string {
  return /[&<>'"]/.test(text) ? text.replace(/[&<>'"]/g, (character) => entities[character] ?? character) : text;
}
