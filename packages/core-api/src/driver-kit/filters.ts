// The filters of the listAll calls: flags come in groups; a group of which no flag is set lets everything pass.

/** `[flag, does it match]` pairs that exclude each other. */
export type FilterGroup<T> = readonly (readonly [number, (object: T) => boolean])[];

/** Does the object pass every group that the flags use? */
export function passesFilters<T>(object: T, flags: number, groups: readonly FilterGroup<T>[]): boolean {
  return groups.every((group) => {
    const wanted = group.filter(([flag]) => hasFlag(flags, flag));
    return wanted.length === 0 || wanted.some(([, matches]) => matches(object));
  });
}

/** Is any of these flags set? Right for bit 31, too. */
export function hasFlag(flags: number, mask: number): boolean {
  return (flags & mask) !== 0;
}

/** All flags that the groups know, for `supportedFlags`. */
export function filterMask<T>(groups: readonly FilterGroup<T>[]): number {
  let mask = 0;
  for (const group of groups) for (const [flag] of group) mask |= flag;
  return mask >>> 0;
}

/** What `virConnectListAllDomainsFlags` ask about a domain. */
export interface DomainFilterFacts {
  readonly active: boolean;
  readonly persistent: boolean;
  /** `virDomainState` */
  readonly state: number;
  readonly managedSave: boolean;
  readonly autostart: boolean;
  readonly hasSnapshots: boolean;
  readonly hasCheckpoints: boolean;
}

const running = 1;
const paused = 3;
const shutoff = 5;

/** Groups of `virConnectListAllDomainsFlags`. */
export const domainFilters: readonly FilterGroup<DomainFilterFacts>[] = [
  [
    [1, (d) => d.active],
    [2, (d) => !d.active],
  ],
  [
    [4, (d) => d.persistent],
    [8, (d) => !d.persistent],
  ],
  [
    [16, (d) => d.state === running],
    [32, (d) => d.state === paused],
    [64, (d) => d.state === shutoff],
    [128, (d) => d.state !== running && d.state !== paused && d.state !== shutoff],
  ],
  [
    [256, (d) => d.managedSave],
    [512, (d) => !d.managedSave],
  ],
  [
    [1024, (d) => d.autostart],
    [2048, (d) => !d.autostart],
  ],
  [
    [4096, (d) => d.hasSnapshots],
    [8192, (d) => !d.hasSnapshots],
  ],
  [
    [16384, (d) => d.hasCheckpoints],
    [32768, (d) => !d.hasCheckpoints],
  ],
];
