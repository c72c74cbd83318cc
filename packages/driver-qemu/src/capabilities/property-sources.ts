import type { QemuFlag } from './flags.ts';

/** A type whose properties show flags. */
export interface PropertySource {
  /** QOM type to ask. */
  readonly type: string;
  /** Ask only when one of these is set: the type is known to be there. Default: always. */
  readonly when?: readonly QemuFlag[];
  /** `[property, flag]`; with a third value the property must have this default. */
  readonly flags: readonly (readonly [property: string, flag: QemuFlag, defaultValue?: boolean])[];
}

/** Devices, asked with `device-list-properties`, in libvirt's order. */
export const deviceSources: readonly PropertySource[] = [
  {
    type: 'virtio-blk-pci',
    flags: [
      ['scsi', 'virtio-blk-pci.scsi'],
      ['scsi', 'virtio-blk-pci.scsi.default.disabled', false],
      ['queue-size', 'virtio-blk.queue-size'],
      ['iothread-vq-mapping', 'virtio-blk.iothread-mapping'],
    ],
  },
  {
    type: 'virtio-net-pci',
    when: ['virtio-net'],
    flags: [
      ['acpi-index', 'acpi-index'],
      ['rss', 'virtio-net.rss'],
    ],
  },
  {
    type: 'virtio-scsi-pci',
    when: ['virtio-scsi-pci'],
    flags: [['iothread-vq-mapping', 'virtio-scsi.iothread-mapping']],
  },
  {
    type: 'virtio-blk-ccw',
    when: ['virtio-ccw'],
    flags: [
      ['queue-size', 'virtio-blk.queue-size'],
      ['iothread-vq-mapping', 'virtio-blk.iothread-mapping'],
      ['loadparm', 'virtio-ccw.loadparm'],
    ],
  },
  { type: 'virtio-net-ccw', when: ['virtio-net'], flags: [['rss', 'virtio-net.rss']] },
  {
    type: 'virtio-scsi-ccw',
    when: ['virtio-scsi-pci'],
    flags: [['iothread-vq-mapping', 'virtio-scsi.iothread-mapping']],
  },
  {
    type: 'scsi-hd',
    flags: [
      ['channel', 'scsi-disk.channel'],
      ['rotation_rate', 'rotation-rate'],
    ],
  },
  { type: 'PIIX4_PM', when: ['piix3-usb-uhci'], flags: [['acpi-root-pci-hotplug', 'piix4.acpi-root-pci-hotplug']] },
  { type: 'usb-redir', when: ['usb-redir'], flags: [['filter', 'usb-redir.filter']] },
  { type: 'kvm-pit', flags: [['lost_tick_policy', 'kvm-pit-lost-tick-policy']] },
  { type: 'VGA', when: ['VGA'], flags: [['vgamem_mb', 'VGA.vgamem_mb']] },
  { type: 'vmware-svga', when: ['vmware-svga'], flags: [['vgamem_mb', 'vmware-svga.vgamem_mb']] },
  {
    type: 'qxl',
    when: ['qxl'],
    flags: [
      ['vgamem_mb', 'qxl.vgamem_mb'],
      ['vram64_size_mb', 'qxl.vram64_size_mb'],
    ],
  },
  { type: 'virtio-gpu-pci', when: ['virtio-gpu'], flags: [['blob', 'virtio-gpu.blob']] },
  { type: 'virtio-gpu-device', when: ['virtio-gpu'], flags: [['blob', 'virtio-gpu.blob']] },
  { type: 'virtio-gpu-ccw', when: ['virtio-gpu-ccw'], flags: [['blob', 'virtio-gpu.blob']] },
  {
    type: 'virtio-balloon-pci',
    flags: [
      ['deflate-on-oom', 'virtio-balloon-pci.deflate-on-oom'],
      ['free-page-reporting', 'virtio-balloon.free-page-reporting'],
    ],
  },
  {
    type: 'virtio-balloon-ccw',
    flags: [
      ['deflate-on-oom', 'virtio-balloon-pci.deflate-on-oom'],
      ['free-page-reporting', 'virtio-balloon.free-page-reporting'],
    ],
  },
  {
    type: 'virtio-balloon-device',
    flags: [
      ['deflate-on-oom', 'virtio-balloon-pci.deflate-on-oom'],
      ['free-page-reporting', 'virtio-balloon.free-page-reporting'],
    ],
  },
  {
    type: 'intel-iommu',
    when: ['intel-iommu'],
    flags: [
      ['intremap', 'intel-iommu.intremap'],
      ['caching-mode', 'intel-iommu.caching-mode'],
      ['eim', 'intel-iommu.eim'],
      ['device-iotlb', 'intel-iommu.device-iotlb'],
      ['aw-bits', 'intel-iommu.aw-bits'],
      ['dma-translation', 'intel-iommu.dma-translation'],
    ],
  },
  {
    type: 'spapr-pci-host-bridge',
    when: ['spapr-pci-host-bridge'],
    flags: [['numa_node', 'spapr-pci-host-bridge.numa_node']],
  },
  { type: 'mch', when: ['mch'], flags: [['extended-tseg-mbytes', 'mch.extended-tseg-mbytes']] },
  { type: 'nvdimm', when: ['nvdimm'], flags: [['unarmed', 'nvdimm.unarmed']] },
  { type: 'pcie-root-port', when: ['pcie-root-port'], flags: [['hotplug', 'pcie-root-port.hotplug']] },
  {
    type: 'usb-host',
    flags: [
      ['hostdevice', 'usb-host.hostdevice'],
      ['guest-resets-all', 'usb-host.guest-resets-all'],
    ],
  },
  { type: 'vhost-user-fs-device', when: ['vhost-user-fs'], flags: [['bootindex', 'vhost-user-fs.bootindex']] },
  {
    type: 'virtio-mem-pci',
    when: ['virtio-mem-pci'],
    flags: [
      ['prealloc', 'virtio-mem-pci.prealloc'],
      ['dynamic-memslots', 'virtio-mem-pci.dynamic-memslots'],
    ],
  },
  { type: 'virtio-iommu-pci', when: ['virtio-iommu-pci'], flags: [['boot-bypass', 'virtio-iommu.boot-bypass']] },
];

/** Objects and CPUs, asked with `qom-list-properties`. */
export const objectSources: readonly PropertySource[] = [
  {
    type: 'memory-backend-file',
    flags: [
      ['pmem', 'memory-backend-file.pmem'],
      ['x-use-canonical-path-for-ramblock-id', 'memory-backend-file.x-use-canonical-path-for-ramblock-id'],
      ['reserve', 'memory-backend-file.reserve'],
      ['prealloc-threads', 'memory-backend-file.prealloc-threads'],
    ],
  },
  {
    type: 'memory-backend-memfd',
    when: ['memory-backend-memfd'],
    flags: [['hugetlb', 'memory-backend-memfd.hugetlb']],
  },
  {
    type: 'max-x86_64-cpu',
    when: ['x86-max-cpu'],
    flags: [
      ['unavailable-features', 'cpu-unavailable-features'],
      ['migratable', 'cpu.migratable'],
    ],
  },
  { type: 'max-arm-cpu', when: ['arm-max-cpu'], flags: [['kvm-no-adjvtime', 'cpu.kvm-no-adjvtime']] },
];

/** Machines, by the alias or name of the machine whose QOM type is asked. */
export const machineSources: readonly (Omit<PropertySource, 'type'> & { readonly machine: string })[] = [
  {
    machine: 'virt',
    flags: [
      ['iommu', 'machine.virt.iommu'],
      ['ras', 'machine.virt.ras'],
      ['aia', 'machine.virt.aia'],
    ],
  },
];

/** What every machine has. */
export const anyMachine: PropertySource = {
  type: 'none-machine',
  flags: [
    ['confidential-guest-support', 'confidential-guest-support'],
    ['shim', 'shim'],
  ],
};

/** What every PC has. */
export const anyPc: PropertySource = {
  type: 'generic-pc-machine',
  flags: [
    ['vmport', 'machine-vmport-opt'],
    ['i8042', 'machine-i8042-opt'],
  ],
};
