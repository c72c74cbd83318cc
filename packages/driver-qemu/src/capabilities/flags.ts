/**
 * The capability flags that libvirt 11.3 derives for QEMU 6.2 and newer, in libvirt's order, which is the order of the
 * `<flag>` elements in the capability document. (libvirt's list also has those that every supported version has; they
 * are never written and need no name here.)
 */
const ordered = [
  'kvm', 'sdl', 'spice', 'hda-duplex', 'ccid-emulated', 'ccid-passthru', 'piix3-usb-uhci', 'piix4-usb-uhci',
  'usb-ehci', 'ich9-usb-ehci1', 'vt82c686b-usb-uhci', 'pci-ohci', 'usb-redir', 'usb-hub', 'ich9-ahci',
  'virtio-blk-pci.scsi', 'scsi-disk.channel', 'scsi-block', 'hda-micro', 'nec-usb-xhci', 'lsi', 'virtio-scsi-pci',
  'usb-redir.filter', 'seccomp-sandbox', 'vnc', 'qxl', 'VGA', 'cirrus-vga', 'vmware-svga', 's390-sclp', 'usb-serial',
  'virtio-rng', 'rng-random', 'rng-egd', 'megasas', 'tpm-passthrough', 'nvram', 'tpm-tis', 'virtio-ccw',
  'pci-bridge', 'vfio-pci', 'dmi-to-pci-bridge', 'usb-storage', 'virtio-mmio', 'ich9-intel-hda',
  'kvm-pit-lost-tick-policy', 'pvpanic', 'usb-kbd', 'usb-audio', 'rtc-reset-reinjection', 'migrate-rdma',
  'VGA.vgamem_mb', 'vmware-svga.vgamem_mb', 'qxl.vgamem_mb', 'pc-dimm', 'machine-vmport-opt', 'pci-serial',
  'ioh3420', 'x3130-upstream', 'xio3130-downstream', 'rtl8139', 'e1000', 'virtio-net', 'virtio-gpu',
  'virtio-keyboard', 'virtio-mouse', 'virtio-tablet', 'virtio-input-host', 'virtio-balloon-pci.deflate-on-oom',
  'mptsas1068', 'spice-gl', 'qxl.vram64_size_mb', 'pxb', 'pxb-pcie', 'intel-iommu', 'virtio-vga', 'ivshmem-plain',
  'ivshmem-doorbell', 'vhost-scsi', 'query-cpu-model-expansion', 'spice-rendernode', 'nvdimm', 'pcie-root-port',
  'query-cpu-definitions', 'qemu-xhci', 'intel-iommu.intremap', 'intel-iommu.caching-mode', 'intel-iommu.eim',
  'intel-iommu.device-iotlb', 'spapr-pci-host-bridge', 'spapr-pci-host-bridge.numa_node', 'chardev-reconnect',
  'sclplmconsole', 'spapr-vty', 'virtio-gpu-ccw', 'virtio-keyboard-ccw', 'virtio-mouse-ccw', 'virtio-tablet-ccw',
  'vmcoreinfo', 'isa-serial', 'pl011', 'pcie-pci-bridge', 'nbd-tls', 'tpm-crb', 'pr-manager-helper', 'vfio-ccw',
  'screendump_device', 'hda-output', 'vmgenid', 'vhost-vsock', 'tpm-emulator', 'mch', 'mch.extended-tseg-mbytes',
  'sev-guest', 'egl-headless', 'vfio-ap', 'zpci', 'memory-backend-memfd', 'memory-backend-memfd.hugetlb',
  'egl-headless.rendernode', 'memory-backend-file.pmem', 'nvdimm.unarmed', 'virtio-pci-non-transitional',
  'machine.virt.iommu', 'x86-max-cpu', 'cpu-unavailable-features', 'canonical-cpu-features', 'bochs-display',
  'migration-file-drop-cache', 'dbus-vmstate', 'vhost-user-gpu', 'query-cpu-model-baseline',
  'query-cpu-model-comparison', 'vhost-user-vga', 'ramfb', 'arm-max-cpu', 'drive-nvme', 'smp-dies', 'i8042',
  'rng-builtin', 'cpu.kvm-no-adjvtime', 'tpm-spapr', 'vhost-user-fs', 'fsdev.multidevs', 'pcie-root-port.hotplug',
  'aio.io_uring', 'tcg', 'virtio-blk-pci.scsi.default.disabled', 'pvscsi', 'cpu.migratable', 'intel-iommu.aw-bits',
  'spapr-tpm-proxy', 'numa.hmat', 'usb-host.hostdevice', 'virtio-balloon.free-page-reporting', 'netdev.vhost-vdpa',
  'dc390', 'am53c974', 'ncr53c90', 'virtio-pmem-pci', 'vhost-user-fs.bootindex', 'vhost-user-blk', 'cpu-max',
  'memory-backend-file.x-use-canonical-path-for-ramblock-id', 'vnc-power-control', 'rotation-rate', 'acpi-index',
  'input-linux', 'virtio-gpu-gl-pci', 'virtio-vga-gl', 'confidential-guest-support', 's390-pv-guest', 'set-action',
  'virtio-blk.queue-size', 'virtio-mem-pci', 'memory-backend-file.reserve', 'piix4.acpi-root-pci-hotplug',
  'netdev.json', 'query-dirty-rate', 'rbd-encryption', 'sev-guest-kernel-hashes', 'sev-inject-launch-secret',
  'device.json+hotplug', 'hvf', 'virtio-mem-pci.prealloc', 'calc-dirty-rate', 'dirtyrate-param.mode',
  'blockdev.nbd.tls-hostname', 'memory-backend-file.prealloc-threads', 'virtio-iommu-pci',
  'virtio-iommu.boot-bypass', 'virtio-net.rss', 'chardev.qemu-vdagent', 'display-dbus', 'iothread.thread-pool-max',
  'usb-host.guest-resets-all', 'migration.blocked-reasons', 'query-stats', 'query-stats-schemas', 'sgx-epc',
  'thread-context', 'screenshot-format-png', 'machine-hpet', 'netdev.stream', 'virtio-crypto',
  'cryptodev-backend-lkcf', 'pvpanic-pci', 'netdev.stream.reconnect', 'virtio-gpu.blob', 'rbd-encryption-layering',
  'rbd-encryption-luks-any', 'qcow2-discard-no-unref', 'run-with.async-teardown', 'virtio-blk-vhost-vdpa',
  'virtio-blk.iothread-mapping', 'smp-clusters', 'virtio-mem-pci.dynamic-memslots', 'blockjob.backing-mask-protocol',
  'display-reload', 'usb-mtp', 'machine.virt.ras', 'virtio-sound', 'sev-snp-guest', 'netdev.user', 'acpi-erst',
  'intel-iommu.dma-translation', 'machine-i8042-opt', 'chardev-reconnect-miliseconds', 'virtio-ccw.loadparm',
  'netdev-stream-reconnect-miliseconds', 'query-cpu-model-expansion.deprecated-props',
  'migrate-incoming.exit-on-error', 'blockdev-set-active', 'machine.virt.aia', 'virtio-mem-ccw', 'shim',
  'virtio-scsi.iothread-mapping',
] as const;

/** Name of a capability flag. */
export type QemuFlag = (typeof ordered)[number];

/** All flags, in libvirt's order. */
export const qemuFlags: readonly QemuFlag[] = ordered;

const rank: ReadonlyMap<string, number> = new Map(ordered.map((name, index) => [name, index]));

/** The flags in libvirt's order; names that are not known follow, sorted. */
export function sortFlags(flags: Iterable<string>): readonly string[] {
  const last = ordered.length;
  return [...flags].sort((a, b) => (rank.get(a) ?? last) - (rank.get(b) ?? last) || (a < b ? -1 : 1));
}
