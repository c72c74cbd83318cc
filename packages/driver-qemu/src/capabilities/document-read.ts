import { VirtError } from '@virtweave/core-util';
import { readXml, type XmlElement } from '@virtweave/core-util/xml';
import { QemuCapabilities } from './capabilities.ts';
import type {
  Accelerator,
  AcceleratorCapabilities,
  HostCpuModel,
  HostCpuProperty,
  HypervCapabilities,
  QemuCapabilitiesData,
  QemuCpuModel,
  QemuMachine,
  SevCapabilities,
  SgxCapabilities,
} from './types.ts';

const accelerators: readonly Accelerator[] = ['hvf', 'kvm', 'tcg'];

/**
 * Reads a capability cache document, `<qemuCaps>`, from its text.
 *
 * @throws VirtError `VIR_ERR_XML_ERROR` when it is something else, or damaged.
 */
export function parseQemuCapabilities(text: string): QemuCapabilities {
  return qemuCapabilitiesFromXml(readXml(text));
}

/**
 * Reads a capability cache document, `<qemuCaps>`.
 *
 * @throws VirtError `VIR_ERR_XML_ERROR` when it is something else, or damaged.
 */
export function qemuCapabilitiesFromXml(root: XmlElement): QemuCapabilities {
  if (root.name !== 'qemuCaps') {
    throw damaged(`unexpected root element <${root.name}>, expecting <qemuCaps>`);
  }
  const found = new Map<Accelerator, AcceleratorCapabilities>();
  for (const name of accelerators) {
    const part = readAccelerator(root, name);
    if (part !== undefined) found.set(name, part);
  }
  const data: QemuCapabilitiesData = {
    emulator: required(root, 'emulator'),
    emulatorCtime: number(required(root, 'qemuctime'), 'qemuctime'),
    selfCtime: number(required(root, 'selfctime'), 'selfctime'),
    selfVersion: number(required(root, 'selfvers'), 'selfvers'),
    flags: new Set(root.all('flag').map((flag) => attribute(flag, 'name'))),
    version: number(required(root, 'version'), 'version'),
    microcodeVersion: number(root.child('microcodeVersion')?.text ?? '0', 'microcodeVersion'),
    ...optional('hostCpuSignature', root.child('hostCPUSignature')?.text),
    ...optional('package', root.child('package')?.text),
    ...optional('kernelVersion', root.child('kernelVersion')?.text),
    arch: required(root, 'arch'),
    ...(root.child('kvmSupportsNesting') === undefined ? {} : { kvmSupportsNesting: true }),
    ...(root.child('kvmSupportsSecureGuest') === undefined ? {} : { kvmSupportsSecureGuest: true }),
    accelerators: found,
    gic: root.all('gic').map((gic) => ({
      version: number(attribute(gic, 'version'), 'gic/version'),
      kernel: attribute(gic, 'kernel') === 'yes',
      emulated: attribute(gic, 'emulated') === 'yes',
    })),
    ...optional('sev', readSev(root.child('sev'))),
    ...optional('sgx', readSgx(root.child('sgx'))),
    ...optional('hyperv', readHyperv(root.child('hypervCapabilities'))),
  };
  return new QemuCapabilities(data);
}

function readAccelerator(root: XmlElement, type: Accelerator): AcceleratorCapabilities | undefined {
  const mine = (element: XmlElement): boolean => element.attr('type') === type;
  const hostCpu = root.all('hostCPU').find(mine);
  const cpus = root.all('cpu').filter(mine);
  const machines = root.all('machine').filter(mine);
  if (hostCpu === undefined && cpus.length === 0 && machines.length === 0) return undefined;
  return {
    ...optional('hostCpu', hostCpu === undefined ? undefined : readHostCpu(hostCpu)),
    ...optional('cpus', cpus.length === 0 ? undefined : cpus.map(readCpu)),
    machines: machines.map(readMachine),
  };
}

function readHostCpu(element: XmlElement): HostCpuModel {
  return {
    model: attribute(element, 'model'),
    migratability: attribute(element, 'migratability') === 'yes',
    properties: element.all('property').map(readProperty),
    deprecatedFeatures: (element.child('deprecatedFeatures')?.all('property') ?? []).map((p) => attribute(p, 'name')),
  };
}

function readProperty(element: XmlElement): HostCpuProperty {
  const name = attribute(element, 'name');
  const text = attribute(element, 'value');
  const migratable = element.attr('migratable');
  const more = migratable === undefined ? {} : { migratable: migratable === 'yes' };
  switch (attribute(element, 'type')) {
    case 'boolean':
      return { name, value: text === 'true', ...more };
    case 'number':
      if (!/^-?\d+$/.test(text)) throw damaged(`invalid number '${text}' of host CPU property '${name}'`);
      return { name, value: BigInt(text), ...more };
    case 'string':
      return { name, value: text, ...more };
    default:
      throw damaged(`unknown type of host CPU property '${name}'`);
  }
}

function readCpu(element: XmlElement): QemuCpuModel {
  const usable = element.attr('usable');
  return {
    name: attribute(element, 'name'),
    ...optional('typename', element.attr('typename')),
    ...(usable === undefined ? {} : { usable: usable === 'yes' }),
    blockers: element.all('blocker').map((blocker) => attribute(blocker, 'name')),
    deprecated: element.attr('deprecated') === 'yes',
  };
}

function readMachine(element: XmlElement): QemuMachine {
  const acpi = element.attr('acpi');
  return {
    name: attribute(element, 'name'),
    ...optional('alias', element.attr('alias')),
    hotplugCpus: element.attr('hotplugCpus') === 'yes',
    maxCpus: number(element.attr('maxCpus') ?? '0', 'machine/maxCpus'),
    isDefault: element.attr('default') === 'yes',
    ...optional('defaultCpu', element.attr('defaultCPU')),
    numaMemSupported: element.attr('numaMemSupported') === 'yes',
    ...optional('defaultRamId', element.attr('defaultRAMid')),
    deprecated: element.attr('deprecated') === 'yes',
    ...(acpi === undefined ? {} : { acpi: acpi === 'yes' }),
  };
}

function readSev(element: XmlElement | undefined): SevCapabilities | undefined {
  if (element === undefined) return undefined;
  return {
    cbitpos: number(required(element, 'cbitpos'), 'sev/cbitpos'),
    reducedPhysBits: number(required(element, 'reducedPhysBits'), 'sev/reducedPhysBits'),
    pdh: required(element, 'pdh'),
    certChain: required(element, 'certChain'),
    ...optional('cpu0Id', element.child('cpu0Id')?.text),
  };
}

function readSgx(element: XmlElement | undefined): SgxCapabilities | undefined {
  if (element === undefined || element.attr('supported') === 'no') return undefined;
  return {
    flc: required(element, 'flc') === 'yes',
    sgx1: required(element, 'sgx1') === 'yes',
    sgx2: required(element, 'sgx2') === 'yes',
    sectionSize: BigInt(number(required(element, 'section_size'), 'sgx/section_size')),
    sections: (element.child('sections')?.all('section') ?? []).map((section) => ({
      node: number(attribute(section, 'node'), 'sgx/section/node'),
      size: BigInt(number(attribute(section, 'size'), 'sgx/section/size')),
    })),
  };
}

function readHyperv(element: XmlElement | undefined): HypervCapabilities | undefined {
  if (element === undefined) return undefined;
  return {
    supported: attribute(element, 'supported') === 'yes',
    features: element.all('cap').map((cap) => attribute(cap, 'name')),
  };
}

function optional<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };
}

function required(parent: XmlElement, name: string): string {
  const element = parent.child(name);
  if (element === undefined) throw damaged(`missing ${name} in QEMU capabilities cache`);
  return element.text;
}

function attribute(element: XmlElement, name: string): string {
  const value = element.attr(name);
  if (value === undefined) throw damaged(`missing attribute '${name}' of <${element.name}> in QEMU capabilities cache`);
  return value;
}

function number(text: string, what: string): number {
  if (!/^\d+$/.test(text)) throw damaged(`malformed ${what} '${text}' in QEMU capabilities cache`);
  return Number(text);
}

function damaged(detail: string): VirtError {
  return new VirtError('VIR_ERR_XML_ERROR', detail, { domain: 'VIR_FROM_QEMU' });
}
