import type { Difference } from '../support/compare.ts';

/** Debian's libvirtd is 9.0; we follow 11.3. */
export const known: readonly Difference[] = [
  { lines: /lookupBy(Name|ID|UUIDString)\('?(nobody|web|99|1111)|^p\.state/, reason: 'libvirt says no more than "Domain not found"' },
  { lines: /^c\.baselineCPU\(\[\]\)/, reason: 'libvirtd takes an empty list for NULL' },
  { lines: /XML\(''\)$/, reason: 'what is no XML is told with its line and column; libvirt shows the line of the document' },
  { lines: /replace\('domain', 'network'\)/, reason: 'libvirt words it otherwise since 9.0' },
  { lines: /DefineXML\('<\w+\/>'\)/, reason: 'libvirt calls it an error of XML, not of pools or interfaces' },
  { lines: /^d\.schedulerParametersFlags/, reason: "libvirt's test driver knows flags of the scheduler since 9.x" },
  { lines: /^d\.securityLabelList/, reason: 'libvirt 9.0 fails without an error' },
  { lines: /^v\.infoFlags/, reason: "libvirt 9.0's test driver has no newer form of it" },
];
