import type { Difference } from '../support/compare.ts';

/** Debian's libvirtd is 9.0; we follow 11.3. */
export const known: readonly Difference[] = [
  { lines: /get_domain_by_name\('nobody'\)/, reason: 'libvirt says no more than "Domain not found"' },
  { lines: /get_node_free_pages/, reason: 'libvirt 9.0 gives nothing, and no error' },
  { lines: /find_storage_pool_sources\('logical', ''\)|define_domain\('<domain'\)/, reason: 'what is no XML is told with its line and column; libvirt shows the line of the document' },
];
