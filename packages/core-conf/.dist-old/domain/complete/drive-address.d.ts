import type { DriveAddress } from '../devices/address.ts';
import type { Disk } from '../devices/disk.ts';
import type { Domain } from '../domain.ts';
/** The place of a disk on its bus, by the number in its target name: `sdc` is the third. */
export declare function driveAddress(disk: Disk, domain: Domain): DriveAddress | undefined;
/** The number in a target name: `vda` 0, `sdz` 25, `sdaa` 26; a partition behind it does not count. Undefined for other names. */
export declare function diskIndex(name: string): number | undefined;
//# sourceMappingURL=drive-address.d.ts.map