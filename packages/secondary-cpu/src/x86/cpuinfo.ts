import type { HostCpuDefinition } from '@virtweave/core-conf';
import { decodedHost, decodeX86 } from './decode.ts';
import { FeatureSet } from './feature-set.ts';
import { findFeature } from './features-of.ts';
import type { X86Map } from './map.ts';

/** Features that Linux calls in another way than libvirt does, beside those that the map tells. */
const linuxNames: Readonly<Record<string, string>> = {
  abm: 'abm',
  amd_dcm: 'nodeid_msr',
  bmi: 'bmi1',
  constant_tsc: 'tsc',
  dts: 'ds',
  hypervisor: 'hypervisor',
  nonstop_tsc: 'invtsc',
  pclmulqdq: 'pclmuldq',
  sse4_1: 'sse4.1',
  sse4_2: 'sse4.2',
  tsc_deadline_timer: 'tsc-deadline',
};

/**
 * The host's CPU by the flags that Linux shows. The instruction CPUID is out of reach here, so what Linux does not show
 * (MSRs, and features that it does not use) is not known.
 */
export function cpuinfoX86(map: X86Map, arch: string, text: string): HostCpuDefinition | undefined {
  const first = text.split(/\n\s*\n/, 1)[0] ?? '';
  const fields = new Map(
    first.split('\n').flatMap((line) => {
      const colon = line.indexOf(':');
      return colon < 0 ? [] : [[line.slice(0, colon).trim(), line.slice(colon + 1).trim()] as const];
    }),
  );
  const flags = fields.get('flags');
  if (flags === undefined) return undefined;
  const features = new FeatureSet(map.features.length);
  for (const flag of flags.split(' ')) {
    const feature = featureOf(map, flag);
    if (feature !== undefined) features.add(feature);
  }
  // Linux switches it on wherever it shows xsave, and does not tell.
  if (features.has(findFeature(map, 'xsave'))) features.add(findFeature(map, 'osxsave'));
  const vendor = map.vendors.find(({ string }) => string === fields.get('vendor_id'))?.name;
  const number = (name: string): number => Number(fields.get(name));
  const known = ['cpu family', 'model', 'stepping'].every((name) => Number.isInteger(number(name)));
  const signature = known
    ? { family: number('cpu family'), model: number('model'), stepping: number('stepping') }
    : undefined;
  const decoded = decodeX86(map, { features, vendor, signature }, { as: 'host' });
  const microcode = Number(fields.get('microcode'));
  return {
    ...decodedHost(arch, decoded, signature),
    ...(Number.isInteger(microcode) && microcode > 0 && { microcodeVersion: microcode }),
  };
}

function featureOf(map: X86Map, flag: string): number | undefined {
  const names = [linuxNames[flag], flag, map.aliases.get(flag), flag.replaceAll('_', '-'), flag.replaceAll('_', '')];
  for (const name of names) {
    const feature = name === undefined ? undefined : map.byName.get(name);
    if (feature !== undefined) return feature;
  }
  return undefined;
}
