/** The fields of one processor in /proc/cpuinfo, or those that stand before or behind them all. The first of a name counts. */
export type CpuinfoFields = ReadonlyMap<string, string>;

/** All fields of /proc/cpuinfo; where several processors have one, the first. */
export function parseCpuinfo(text: string): CpuinfoFields {
  const fields = new Map<string, string>();
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim();
    if (colon > 0 && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  return fields;
}

/** Name of the field that holds the frequency. ARM has none: BogoMIPS are not a frequency. */
function frequencyField(arch: string): string | undefined {
  if (arch === 'x86_64' || arch === 'i686') return 'cpu MHz';
  if (arch.startsWith('ppc')) return 'clock';
  return arch.startsWith('s390') ? 'cpu MHz dynamic' : undefined;
}

/** Frequency of the first processor in MHz, rounded down; 0 where the kernel does not tell. */
export function cpuFrequency(arch: string, cpuinfo: CpuinfoFields): number {
  const field = frequencyField(arch);
  const digits = field === undefined ? undefined : /^\d+/.exec(cpuinfo.get(field) ?? '')?.[0];
  return Number(digits ?? 0);
}

/**
 * A line that changes when the host gets another CPU (`virHostCPUGetSignature`); undefined where the kernel does not say
 * enough for one.
 */
export function cpuSignature(arch: string, cpuinfo: CpuinfoFields): string | undefined {
  const get = (...names: string[]): string[] | undefined => {
    const values = names.map((name) => cpuinfo.get(name));
    return values.every((value) => value !== undefined) ? values : undefined;
  };
  if (arch === 'x86_64' || arch === 'i686') {
    const found = get('vendor_id', 'model name', 'cpu family', 'model', 'stepping');
    if (found === undefined) return undefined;
    const [vendor, name, family, model, stepping] = found;
    return `${vendor}, ${name}, family: ${family}, model: ${model}, stepping: ${stepping}`;
  }
  if (arch === 'ppc64' || arch === 'ppc64le') {
    const found = get('cpu', 'revision');
    return found === undefined ? undefined : `${found[0]}, rev ${found[1]}`;
  }
  if (arch === 's390x' || arch === 's390') {
    const found = get('vendor_id', 'processor 0', 'facilities');
    return found === undefined ? undefined : `${found[0]}, ${found[1]}, facilities: ${found[2]}`;
  }
  return undefined;
}
