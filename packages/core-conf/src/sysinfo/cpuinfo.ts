import type { HostSysinfo, SysinfoProcessor, SysinfoSystem } from './sysinfo.ts';

/** The value of the first line `name : value`. */
function valueOf(text: string, name: string): string | undefined {
  const value = new RegExp(`^${name}[ \\t]*:[ \\t]*(.*)$`, 'm').exec(text)?.[1]?.trimEnd();
  return value === '' ? undefined : value;
}

/** The parts of a text that begin with a line `name : ..`. */
function parts(text: string, name: string): readonly string[] {
  return text.split(new RegExp(`^(?=${name}[ \\t]*:)`, 'm')).filter((part) => part.startsWith(name));
}

/** The entries that have a value. */
function present<T extends object>(values: { readonly [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}

function sysinfo(processors: SysinfoProcessor[], system: SysinfoSystem = {}): HostSysinfo {
  return {
    type: 'smbios',
    ...(Object.keys(system).length > 0 && { system }),
    ...(processors.length > 0 && { processors }),
  };
}

/** Reads `/proc/cpuinfo` of an ARM machine. Without a name of the processor it says nothing. */
export function parseArmCpuinfo(cpuinfo: string): HostSysinfo {
  const type = valueOf(cpuinfo, 'model name') ?? valueOf(cpuinfo, 'Processor');
  if (type === undefined) return sysinfo([]);
  return sysinfo(
    parts(cpuinfo, 'processor').map((part) =>
      present<SysinfoProcessor>({ socketDestination: valueOf(part, 'processor'), type }),
    ),
  );
}

/** Reads `/proc/cpuinfo` of a POWER machine. */
export function parsePpcCpuinfo(cpuinfo: string): HostSysinfo {
  const family = valueOf(cpuinfo, 'platform');
  const system: SysinfoSystem =
    family === undefined
      ? {}
      : present<SysinfoSystem>({ family, serial: valueOf(cpuinfo, 'model'), version: valueOf(cpuinfo, 'machine') });
  const processors = parts(cpuinfo, 'processor').map((part) =>
    present<SysinfoProcessor>({
      socketDestination: valueOf(part, 'processor'),
      type: valueOf(part, 'cpu'),
      version: valueOf(part, 'revision'),
    }),
  );
  return sysinfo(processors, system);
}

/**
 * Reads what an s390 machine says about itself.
 *
 * @param text `/proc/sysinfo`
 * @param cpuinfo `/proc/cpuinfo`
 */
export function parseS390Sysinfo(text: string, cpuinfo: string): HostSysinfo {
  const system = present<SysinfoSystem>({
    manufacturer: valueOf(text, 'Manufacturer'),
    family: valueOf(text, 'Type'),
    serial: valueOf(text, 'Sequence Code'),
  });
  const manufacturer = valueOf(cpuinfo, 'vendor_id');
  const speeds = new Map<string, string | undefined>();
  for (const part of parts(cpuinfo, 'cpu number')) {
    speeds.set(valueOf(part, 'cpu number') ?? '', valueOf(part, 'cpu MHz dynamic'));
  }
  const lines = [...cpuinfo.matchAll(/^processor (\d+): (.*)$/gm)];
  const processors = lines.map(([, number = '', line = '']) => {
    const values = new Map(line.split(',').map((pair) => pair.split('=').map((side) => side.trim()) as [string, string]));
    return present<SysinfoProcessor>({
      manufacturer,
      maxSpeed: speeds.get(number),
      version: values.get('version'),
      serialNumber: values.get('identification'),
      family: values.get('machine'),
    });
  });
  return sysinfo(processors, system);
}
