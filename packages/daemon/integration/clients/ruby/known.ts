import type { Difference } from '../support/compare.ts';

/** Debian's libvirtd is 9.0; we follow 11.3. */
export const known: readonly Difference[] = [
  { lines: /domain_by_name\('nobody'\)/, reason: 'libvirt says no more than "Domain not found"' },
  { lines: /^d\.scheduler_parameters/, reason: "libvirt's test driver knows flags of the scheduler since 9.x" },
];
