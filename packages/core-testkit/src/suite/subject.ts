import type { ConnectOptions, Domain, Driver, Family, FamilyDrivers } from '@virtweave/core-api';

/** A member of any family, by libvirt's name of it. */
export type ContractMember = { [F in Family]: keyof FamilyDrivers[F] }[Family];

/** Where a test finds a hypervisor of its own: nobody else sees what it does there. */
export interface Place {
  readonly uri: string;
  readonly options?: Omit<ConnectOptions, 'drivers'>;
  /** Removes the place; called when its connections are closed. */
  dispose?(): Promise<void> | void;
}

/** What a sample guest is to have. */
export interface SampleOptions {
  readonly name: string;
  readonly uuid: string;
}

/** Documents of what a driver manages beside domains: each with the name and UUID given, and free of surprises. */
export interface FamilySamples {
  /** A network with a bridge, without DHCP. */
  network(options: SampleOptions): string;
  /** A port of such a network; `name` is the guest that it belongs to, its interface is 52:54:00:00:77:01. */
  networkPort(options: SampleOptions): string;
  /** A filter with a rule for `$MAC`. */
  nwfilter(options: SampleOptions): string;
  /** A pool of kind `dir`. */
  storagePool(options: SampleOptions): string;
  /** A volume of 1 MiB in such a pool. */
  storageVol(options: { readonly name: string }): string;
  /** An interface of the host; `mac` is its address. */
  interface(options: { readonly name: string; readonly mac: string }): string;
  /** A device that the host can make: a virtual port of a SCSI host. */
  nodeDevice(): string;
  /** A secret for a volume at the path `/name`, neither ephemeral nor private. */
  secret(options: SampleOptions): string;
}

/** The driver that the suite examines, and what it must know about it. */
export interface Subject {
  readonly driver: Driver;
  /** A fresh place for each test, with no guests in it. */
  place(): Promise<Place> | Place;
  /**
   * A document of a guest that the driver can start: with the name and UUID given, without title or description, with at
   * least 2 virtual CPUs and 4 MiB of memory, memory and current memory alike.
   */
  sample(options: SampleOptions): string;
  /** Where the usual documents of networks, pools, ... do not do. */
  readonly samples?: Partial<FamilySamples>;
  /** Members that must not be tried although the driver has them. */
  readonly without?: readonly ContractMember[];
  /** Do two connections to one place see the same guests? Default true. */
  readonly shared?: boolean;
  /** Does the sample guest obey a request to shut down? Default true. */
  readonly obeys?: boolean;
  /** Waits until a guest that was started can obey: its system is up. Default: at once. */
  ready?(domain: Domain): Promise<void>;
  /** May a test make ten thousand calls? Default false. */
  readonly cheap?: boolean;
  /** How long a change that the driver announced may take, milliseconds. Default 10,000. */
  readonly patience?: number;
}
