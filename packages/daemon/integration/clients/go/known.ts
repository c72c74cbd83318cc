import type { Difference } from '../support/compare.ts';

/** Debian's libvirtd is 9.0; we follow 11.3. */
export const known: readonly Difference[] = [
  { lines: /"DomainLookupByName" "nobody"/, reason: 'libvirt says no more than "Domain not found"' },
];
