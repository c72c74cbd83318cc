export {
  SECTOR_GUEST_DISK_SIZE, SECTOR_GUEST_KEYS, SECTOR_GUEST_READY, sectorGuest, sectorGuestDisk,
} from './guests/sector-guest.ts';
export { FixtureHost, type FixtureEntry, type FixtureOptions } from './hosts/fixture-host.ts';
export type { FixtureCommand, RanCommand } from './hosts/command-script.ts';
export { CrashError, CrashHost, type CrashOptions, type CrashPlan, type PowerCuttable } from './hosts/crash-host.ts';
export { atEveryCrash, type EveryCrash } from './hosts/every-crash.ts';
export { FaultyHost } from './hosts/faulty-host.ts';
export { WrappedHost, type HostOperation } from './hosts/wrapped-host.ts';
export { duplexPair } from '@virtweave/core-util';
export type { MemoryFile, MemoryFolder, MemoryLink, MemoryNode, MemoryPlace, MemorySpecial, MemoryTree } from './hosts/memory-tree.ts';
export type { HostFiles, MemoryFiles } from './hosts/memory-files.ts';
export { driverSuite, type SuiteReport, type SuiteRunner } from './suite/driver-suite.ts';
export { assertExpect, type SuiteExpect } from './suite/expect.ts';
export type { ContractMember, FamilySamples, Place, SampleOptions, Subject } from './suite/subject.ts';
