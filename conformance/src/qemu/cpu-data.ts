import type { CpuData } from '@virtweave/core-api';
import { readXml, type XmlElement } from '@virtweave/core-util/xml';

/** Reads libvirt's `<cpudata>`. */
export function readCpuData(text: string): CpuData {
  const root = readXml(text);
  const number = (element: XmlElement, name: string): number => Number(element.attr(name) ?? 0);
  return {
    arch: root.attr('arch') ?? '',
    cpuid: root.all('cpuid').map((leaf) => ({
      leaf: number(leaf, 'eax_in'),
      subleaf: number(leaf, 'ecx_in'),
      eax: number(leaf, 'eax'),
      ebx: number(leaf, 'ebx'),
      ecx: number(leaf, 'ecx'),
      edx: number(leaf, 'edx'),
    })),
    msrs: root.all('msr').map((msr) => ({
      index: number(msr, 'index'),
      value: (BigInt(number(msr, 'edx')) << 32n) | BigInt(number(msr, 'eax')),
    })),
  };
}
