import { XmlWriter } from '@virtweave/core-util/xml';
import { isJsonObject, type Json, type QmpExecutor } from '../qmp/index.ts';

/** The answer of one CPUID leaf. */
export interface CpuidLeaf {
  readonly eaxIn: number;
  readonly ecxIn: number;
  readonly eax: number;
  readonly ebx: number;
  readonly ecx: number;
  readonly edx: number;
}

const registers: ReadonlyMap<string, 'eax' | 'ebx' | 'ecx' | 'edx'> = new Map([
  ['EAX', 'eax'],
  ['EBX', 'ebx'],
  ['ECX', 'ecx'],
  ['EDX', 'edx'],
]);

/** Bits of features that QEMU reports as `feature-words` or `filtered-features`, by leaf. Leaves without any are left out. */
export function readFeatureWords(reply: Json): readonly CpuidLeaf[] {
  const leaves = new Map<string, { -readonly [K in keyof CpuidLeaf]: CpuidLeaf[K] }>();
  for (const word of Array.isArray(reply) ? (reply as readonly Json[]).filter(isJsonObject) : []) {
    const register = registers.get(String(word['cpuid-register']));
    const features = uint32(word['features']);
    if (register === undefined || features === 0) continue;
    const eaxIn = uint32(word['cpuid-input-eax']);
    const ecxIn = uint32(word['cpuid-input-ecx']);
    const key = `${eaxIn}/${ecxIn}`;
    const leaf = leaves.get(key) ?? { eaxIn, ecxIn, eax: 0, ebx: 0, ecx: 0, edx: 0 };
    leaf[register] = features;
    leaves.set(key, leaf);
  }
  return [...leaves.values()].sort((a, b) => a.eaxIn - b.eaxIn || a.ecxIn - b.ecxIn);
}

/**
 * CPUID of a running x86 guest's first vCPU, as QEMU tells it; undefined when it does not.
 *
 * @param property `feature-words`: what the guest has, `filtered-features`: what it should have and has not
 */
export async function guestCpuData(
  monitor: QmpExecutor,
  qomPath: string,
  property: 'feature-words' | 'filtered-features' = 'feature-words',
): Promise<readonly CpuidLeaf[] | undefined> {
  const known = await monitor.execute('qom-list', { path: qomPath });
  if (!known.some(({ name }) => name === property)) return undefined;
  return readFeatureWords(await monitor.execute('qom-get', { path: qomPath, property }));
}

/** libvirt's document for CPUID data: `<cpudata arch='x86'>`. */
export function formatCpuData(leaves: readonly CpuidLeaf[]): string {
  const xml = new XmlWriter();
  xml.open('cpudata').attr('arch', 'x86');
  for (const { eaxIn, ecxIn, eax, ebx, ecx, edx } of leaves) {
    xml.open('cpuid').attr('eax_in', hex(eaxIn)).attr('ecx_in', hex(ecxIn));
    xml.attr('eax', hex(eax)).attr('ebx', hex(ebx)).attr('ecx', hex(ecx)).attr('edx', hex(edx)).close();
  }
  return xml.close().toString();
}

const hex = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`;

function uint32(value: Json | undefined): number {
  return typeof value === 'number' ? value >>> 0 : 0;
}
