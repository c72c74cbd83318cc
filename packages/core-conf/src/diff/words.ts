/** Words that people do not write as they stand in a key. */
const spellings: Readonly<Record<string, string>> = {
  acpi: 'ACPI', apic: 'APIC', arch: 'architecture', bios: 'BIOS', cpu: 'CPU', cpus: 'CPUs', dac: 'DAC', dhcp: 'DHCP', dns: 'DNS',
  dtb: 'device tree', ecn: 'ECN', edid: 'EDID', gic: 'GIC', gid: 'GID', gl: 'OpenGL', hpet: 'HPET', id: 'ID', ids: 'IDs',
  iommu: 'IOMMU', ip: 'IP', ips: 'IPs', ipv6: 'IPv6', iqn: 'IQN', kvm: 'KVM', lun: 'LUN', mac: 'MAC address', msi: 'MSI',
  mtu: 'MTU', nat: 'NAT', numa: 'NUMA', nvram: 'NVRAM', os: 'OS', oui: 'OUI', pae: 'PAE', pci: 'PCI', pcr: 'PCR', pid: 'PID',
  pmu: 'PMU', ps2: 'PS/2', qom: 'QOM', ram: 'RAM', rom: 'ROM', rss: 'RSS', sev: 'SEV', sgx: 'SGX', smbios: 'SMBIOS', smm: 'SMM',
  stp: 'STP', tcg: 'TCG', tdx: 'TDX', tftp: 'TFTP', tls: 'TLS', tpm: 'TPM', tsc: 'TSC', udp: 'UDP', uid: 'UID', uri: 'URI',
  usb: 'USB', uuid: 'UUID', vcpu: 'vCPU', vcpus: 'vCPUs', vlan: 'VLAN', vram: 'VRAM', wwn: 'WWN', wwnn: 'WWNN', wwpn: 'WWPN',
  xml: 'XML',
};

/** `bootMenu` as people write it: `boot menu`. */
export function words(key: string): string {
  return key
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(' ')
    .map((word) => (Object.hasOwn(spellings, word) ? spellings[word] : word))
    .join(' ');
}
