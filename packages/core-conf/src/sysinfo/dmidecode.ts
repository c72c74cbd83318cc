import type { HostSysinfo } from './sysinfo.ts';

/** Properties and what stands before their values in dmidecode's output. */
type Labels<T> = { readonly [K in keyof T]-?: string };

type Section<T> = Labels<Required<T>>;

const bios: Section<NonNullable<HostSysinfo['bios']>> = {
  vendor: 'Vendor',
  version: 'Version',
  date: 'Release Date',
  release: 'BIOS Revision',
};

const system: Section<NonNullable<HostSysinfo['system']>> = {
  manufacturer: 'Manufacturer',
  product: 'Product Name',
  version: 'Version',
  serial: 'Serial Number',
  uuid: 'UUID',
  sku: 'SKU Number',
  family: 'Family',
};

const baseBoard: Section<NonNullable<HostSysinfo['baseBoards']>[number]> = {
  manufacturer: 'Manufacturer',
  product: 'Product Name',
  version: 'Version',
  serial: 'Serial Number',
  asset: 'Asset Tag',
  location: 'Location In Chassis',
};

const chassis: Section<NonNullable<HostSysinfo['chassis']>> = {
  manufacturer: 'Manufacturer',
  version: 'Version',
  serial: 'Serial Number',
  asset: 'Asset Tag',
  sku: 'SKU Number',
};

const processor: Section<NonNullable<HostSysinfo['processors']>[number]> = {
  socketDestination: 'Socket Designation',
  type: 'Type',
  family: 'Family',
  manufacturer: 'Manufacturer',
  signature: 'Signature',
  version: 'Version',
  externalClock: 'External Clock',
  maxSpeed: 'Max Speed',
  status: 'Status',
  serialNumber: 'Serial Number',
  partNumber: 'Part Number',
};

const memoryDevice: Section<NonNullable<HostSysinfo['memoryDevices']>[number]> = {
  size: 'Size',
  formFactor: 'Form Factor',
  locator: 'Locator',
  bankLocator: 'Bank Locator',
  type: 'Type',
  typeDetail: 'Type Detail',
  speed: 'Speed',
  manufacturer: 'Manufacturer',
  serialNumber: 'Serial Number',
  partNumber: 'Part Number',
};

/** The value behind the first `LABEL: ` after a place; it must end with its line. */
function valueOf(text: string, label: string, from: number): string | undefined {
  const at = text.indexOf(`${label}: `, from);
  if (at < 0) return undefined;
  const start = at + label.length + 2;
  const end = text.indexOf('\n', start);
  if (end < 0) return undefined;
  const value = text.slice(start, end).trimEnd();
  return value === '' ? undefined : value;
}

/**
 * The values of a section. As in libvirt they are looked for from its heading on and not only as far as it goes: what one
 * section lacks comes from the next that has it.
 */
function readSection<T extends object>(text: string, from: number, labels: Labels<T>): T | undefined {
  const found: Partial<Record<keyof T, string>> = {};
  for (const [key, label] of Object.entries(labels) as [keyof T, string][]) {
    const value = valueOf(text, label, from);
    if (value !== undefined) found[key] = value;
  }
  return Object.keys(found).length === 0 ? undefined : (found as T);
}

function one<T extends object>(text: string, heading: string, labels: Labels<T>): T | undefined {
  const at = text.indexOf(heading);
  return at < 0 ? undefined : readSection(text, at + heading.length, labels);
}

function all<T extends object>(
  text: string,
  heading: string,
  labels: Labels<T>,
  wanted: (section: T) => boolean = () => true,
): T[] | undefined {
  const sections: T[] = [];
  for (let at = text.indexOf(heading); at >= 0; at = text.indexOf(heading, at + heading.length)) {
    const section = readSection(text, at + heading.length, labels);
    if (section !== undefined && wanted(section)) sections.push(section);
  }
  return sections.length === 0 ? undefined : sections;
}

/** Strings of the maker, by their numbers. */
function listedOemStrings(text: string): ReadonlyMap<number, string> {
  const heading = 'OEM Strings';
  const at = text.indexOf(heading);
  const found = new Map<number, string>();
  if (at < 0) return found;
  for (const [, number, value] of text.slice(at + heading.length).matchAll(/^\s*String (\d+): (.*)$/gm)) {
    found.set(Number(number), (value ?? '').trimEnd());
  }
  return found;
}

/**
 * Numbers of the strings of the maker that `dmidecode` may have changed: it writes a dot for what cannot be printed. Ask for
 * each with `dmidecode --dump --oem-string N`, and hand the answers to {@link parseDmidecode}.
 */
export function changedOemStrings(text: string): readonly number[] {
  return [...listedOemStrings(text)].filter(([, value]) => value.includes('.')).map(([number]) => number);
}

/**
 * Reads the output of `dmidecode -q -t 0,1,2,3,4,11,17`.
 *
 * @param oemStrings what `dmidecode --dump --oem-string N` printed, by N, for {@link changedOemStrings}
 */
export function parseDmidecode(text: string, oemStrings: ReadonlyMap<number, string> = new Map()): HostSysinfo {
  const changed = new Set(changedOemStrings(text));
  const strings = [...listedOemStrings(text)].map(([number, value]) => {
    const whole = changed.has(number) ? oemStrings.get(number) : undefined;
    return whole?.replace(/\n$/, '') ?? value;
  });
  const found: { [K in keyof HostSysinfo]: HostSysinfo[K] | undefined } = {
    type: 'smbios',
    bios: one(text, 'BIOS Information', bios),
    system: one(text, 'System Information', system),
    baseBoards: all(text, 'Base Board Information', baseBoard),
    chassis: one(text, 'Chassis Information', chassis),
    processors: all(text, 'Processor Information', processor),
    memoryDevices: all(text, 'Memory Device', memoryDevice, ({ size }) => size !== 'No Module Installed'),
    oemStrings: strings.length === 0 ? undefined : strings,
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as unknown as HostSysinfo;
}
