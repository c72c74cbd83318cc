/** One difference between two documents. */
export interface Change {
  /** Where it is in the object: `devices.disks[vda].driver.cache`. Items of lists are named by what identifies them. */
  readonly path: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** The value before; absent when it was added, and for secrets. */
  readonly old?: unknown;
  /** The value after; absent when it was removed, and for secrets. */
  readonly new?: unknown;
  /** What changes, for people: `disk vda: driver cache changes from none to writeback`. */
  readonly words: string;
}
