/** What firmware may be able to do, or ask of its machine, in QEMU's order. */
export const firmwareFeatures: readonly string[] = [
  'acpi-s3',
  'acpi-s4',
  'amd-sev',
  'amd-sev-es',
  'amd-sev-snp',
  'enrolled-keys',
  'requires-smm',
  'secure-boot',
  'verbose-dynamic',
  'verbose-static',
];
