import {
  changedOemStrings,
  formatSysinfo,
  parseArmCpuinfo,
  parseDmidecode,
  parsePpcCpuinfo,
  parseS390Sysinfo,
  type HostSysinfo,
} from '@virtweave/core-conf';
import type { Adapter } from '../adapter.ts';

export const run: Adapter = async ({ reader, sysinfo, cpuinfo, oemStrings }, files) => {
  const read = async (path: unknown): Promise<string> => (typeof path === 'string' ? files.read(path) : '');
  const text = await read(sysinfo);
  const cpus = await read(cpuinfo);
  return { expected: formatSysinfo(sysinfoOf(String(reader), text, cpus, printed(oemStrings, text))) };
};

/** What the pretended `dmidecode --dump --oem-string N` prints, for the strings that are asked for. */
function printed(oemStrings: unknown, text: string): ReadonlyMap<number, string> {
  const answers = (oemStrings ?? {}) as Readonly<Record<string, string>>;
  const numbers = changedOemStrings(text);
  return new Map(numbers.flatMap((number) => (answers[number] === undefined ? [] : [[number, answers[number]] as const])));
}

function sysinfoOf(reader: string, text: string, cpuinfo: string, oemStrings: ReadonlyMap<number, string>): HostSysinfo {
  switch (reader) {
    case 's390':
      return parseS390Sysinfo(text, cpuinfo);
    case 'ppc':
      return parsePpcCpuinfo(cpuinfo);
    case 'arm':
      return text === '' ? parseArmCpuinfo(cpuinfo) : parseDmidecode(text, oemStrings);
    default:
      return parseDmidecode(text, oemStrings);
  }
}
