// What the machine-made table of members looks like; the guard, driver-remote, the daemon and the documents read it.

/** A driver table of libvirt: what a connection's `families` are keyed by. */
export type Family = 'hypervisor' | 'network' | 'interface' | 'storage' | 'nwfilter' | 'nodeDevice' | 'secret';

/** A permission that a caller needs; with a condition, only when that is met. */
export interface Permission {
  /** `domain`, `connect`, `storage_vol`, ... */
  readonly object: string;
  /** `read`, `write`, `save`, ... */
  readonly permission: string;
  /** Only when one of these flags is set. */
  readonly mask?: number;
  /** Only when none of these flags is set. */
  readonly without?: number;
  /** Only when the argument at this index ... */
  readonly arg?: number;
  /** ... has this value. */
  readonly equals?: number;
}

/** Facts about one member. */
export interface MemberFacts {
  /** The public function, `virDomainCreateWithFlags`. */
  readonly f: string;
  /** How many arguments stand before `call`. */
  readonly n: number;
  /** Index of the flags. */
  readonly flags?: number;
  /** Arguments that must be strings: index and name. */
  readonly text?: readonly (readonly [number, string])[];
  /** Arguments that are 64-bit numbers; `-`: signed ones. */
  readonly wide?: readonly (readonly [number, string, '-'?])[];
  /** Arguments that are 32-bit numbers; `-`: signed ones. */
  readonly int?: readonly (readonly [number, string, '-'?])[];
  /** Number of the wire procedure. */
  readonly p?: number;
  /** The wire program, when it is not the remote one. */
  readonly program?: 'qemu' | 'lxc';
  readonly acl?: readonly Permission[];
  /** A list: the permission on each object that it names. */
  readonly filter?: Permission;
}
