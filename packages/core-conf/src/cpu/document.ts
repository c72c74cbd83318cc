import type { XmlElement } from '@virtweave/core-util/xml';
import { architectures } from '../capabilities/architectures.ts';
import { completeCpu } from '../domain/complete/cpu.ts';
import { validateCpu } from '../domain/validate/cpu.ts';
import { formatDocument, openDocument, type DocumentOptions } from '../table/document.ts';
import { problem } from '../table/problem.ts';
import { readTable } from '../table/table.ts';
import { cpuDefinition, type CpuDefinition } from './cpu.ts';

export interface CpuParseOptions extends DocumentOptions {
  /** Whose CPU it must be; default: what the document says. */
  readonly of?: 'host' | 'guest';
}

/** Reads a `<cpu>` document as it is written. */
export function readCpu(document: string | XmlElement, options: DocumentOptions = {}): CpuDefinition {
  return readTable(cpuDefinition, openCpu(document, options), { inactive: false, status: false });
}

/**
 * Reads a `<cpu>` document as calls take it (`virConnectCompareCPU`, `virConnectBaselineCPU`): a guest's CPU gets its
 * defaults; in a host's CPU, what only guests have is refused or means nothing.
 *
 * @throws VirtError in libvirt's words, such as `VIR_ERR_XML_ERROR` for a host's CPU without architecture
 *
 * @example
 * ```ts
 * parseCpu(`<cpu><arch>x86_64</arch><model>Nehalem</model><feature name='aes'/></cpu>`).arch; // 'x86_64': a host's
 * parseCpu(`<cpu><model>Nehalem</model></cpu>`).match; // 'exact'
 * ```
 */
export function parseCpu(document: string | XmlElement, options: CpuParseOptions = {}): CpuDefinition {
  const root = openCpu(document, options);
  const hasArch = root.child('arch') !== undefined;
  if (options.of === undefined && hasArch && root.attr('match') !== undefined) {
    // The last quote is libvirt's.
    throw problem(root, "'arch' element cannot be used inside 'cpu' element with 'match' attribute'", { attribute: 'match' });
  }
  const ofHost = options.of === undefined ? hasArch : options.of === 'host';
  if (ofHost && root.attr('mode') !== undefined) {
    throw problem(root, 'Attribute mode is only allowed for guest CPU', { attribute: 'mode', code: 'VIR_ERR_CONFIG_UNSUPPORTED' });
  }
  const cpu = readTable(cpuDefinition, root, { inactive: false, status: false });
  if (ofHost) asHost(cpu, root);
  else asGuest(cpu);
  return cpu;
}

function openCpu(document: string | XmlElement, options: DocumentOptions): XmlElement {
  return openDocument(document, 'cpu', cpuDefinition, { ...options, defaultName: '(CPU_definition)' });
}

function asHost(cpu: CpuDefinition, root: XmlElement): void {
  if (cpu.arch === undefined) throw problem(root, 'Missing CPU architecture');
  if (!architectures.includes(cpu.arch)) {
    throw problem(root.child('arch') ?? root, `Unknown architecture ${cpu.arch}`, { code: 'VIR_ERR_CONFIG_UNSUPPORTED' });
  }
  if (cpu.model?.name === undefined) throw problem(root, 'Missing CPU model name');
  cpu.model = { name: cpu.model.name };
  for (const feature of cpu.features ?? []) delete feature.policy;
  delete cpu.match;
  delete cpu.check;
  delete cpu.migratable;
  validateCpu({ cpu });
}

function asGuest(cpu: CpuDefinition): void {
  delete cpu.arch;
  delete cpu.archFeatures;
  delete cpu.microcodeVersion;
  delete cpu.signature;
  delete cpu.counters;
  delete cpu.pageSizes;
  validateCpu({ cpu });
  completeCpu({ cpu });
}

/** Writes a `<cpu>` document, of a host or of a guest, as libvirt does (`virCPUDefFormat`). */
export function formatCpu(cpu: CpuDefinition, options: { readonly indent?: number } = {}): string {
  return formatDocument('cpu', cpuDefinition, cpu, options);
}
