/** Why a case was not accepted. */
export type Lack =
  /** A device, file, server, kernel feature or memory that this machine has not got. */
  | 'host'
  /** Only with hardware virtualization. */
  | 'kvm'
  /** This build of QEMU cannot do it. */
  | 'qemu'
  /** libvirt would say the same to QEMU, and it would be refused as well. */
  | 'document'
  /** What we said to QEMU was wrong, or we do not know better. */
  | 'ours';

/** The first that fits. What fits none is taken for a fault of ours until somebody has looked at it. */
const rules: readonly (readonly [Lack, string, RegExp])[] = [
  ['kvm', 'CPU of the host', /CPU mode 'host-passthrough' for .* is not supported by hypervisor/],
  ['kvm', 'interrupts of the kernel', /requires kernel irqchip/],
  ['kvm', 'Hyper-V features', /kernel doesn't allow setting HyperV/],

  ['document', `an argument of the user's own that says nothing`, /ARGUMENT: Could not open|-unknown: invalid option/],
  ['document', 'three disks on one IDE bus', /Can't create IDE unit \d+, bus supports only 2 units/],
  ['document', 'an IOMMU for a transitional virtio device', /VIRTIO_F_IOMMU_PLATFORM was supported by neither/],
  ['document', 'SCSI requests to a modern virtio disk', /Please set scsi=off for virtio-blk/],
  ['document', 'a memory card in a PC', /machine type does not support if=sd/],
  ['document', 'a failover device where nothing can be plugged', /vfio-pci.*failover_pair_id.*does not support hotplugging/],
  ['document', 'a network card that does not exist', /'idontexist' is not a valid device model name/],
  ['document', 'a slice that ends inside a sector', /Specified size is not multiple of 512/],
  ['document', 'memory beyond what the CPU can address', /Address space limit .* phys-bits too low/],

  ['qemu', 'machine of a newer version', /does not support machine type/],
  ['qemu', 'too old for it', /is not supported (?:with|by) this QEMU binary|isn't supported by this QEMU binary/],
  ['qemu', 'a device that was left out of the build', /is not a valid device model name/],
  ['qemu', 'a property of newer versions', /Property '[^']*' not found|Parameter '[\w-]+' is unexpected|does not accept value '\w+'/],
  ['qemu', 'a backend that was left out of the build', /module [\w-]+ not found|opengl is not available/],

  ['host', 'descriptors that a client would hand over', /-incoming (?:fd|exec):|fd is not valid or already in use|Bad file descriptor|Not a migration stream/],
  ['host', 'vhost in the kernel', /vhost_set_owner failed|vhost-vsock|vhost-vdpa/],
  ['host', 'descriptors that a client would hand over', /File descriptor '\d+' is not a socket/],
  ['host', 'huge pages', /can't open backing store \/dev\/hugepages/],
  ['host', 'NUMA nodes', /The nodes select no CPUs|cannot bind memory to host NUMA nodes/],
  ['host', 'PCI and mediated devices', /vfio|\/dev\/vfio/],
  ['host', 'USB devices', /\/dev\/bus\/usb/],
  ['host', 'SCSI devices', /\/dev\/sg\d|cannot get SG_IO version/],
  ['host', 'input devices', /\/dev\/input/],
  ['host', 'serial and parallel ports', /Could not open '\/dev\/(?:tty|parport)/],
  ['host', 'a smartcard', /failed to initialize vcard/],
  ['host', 'a render node, or shared graphics memory', /no drm render node|udmabuf/],
  ['host', 'a desktop', /-display sdl|SDL|x11 not available|gtk initialization failed/],
  ['host', 'a sound server or card', /[Aa]udio|pulseaudio/],
  ['host', 'a D-Bus', /failed to connect to DBus/],
  ['host', 'servers of network storage', /Could not resolve host|Name or service not known|Can not resolv|address resolution failed/],
  ['host', 'nbdkit', /nbdkit-libvirt/],
  ['host', 'certificates', /Unable to access credentials|Could not load certificates|failed to initialize spice server/],
  ['host', 'a TPM', /tpm0|\/dev\/test|chrtpm/],
  ['host', 'a vhost-user back end', /vhost-user|\/tmp\/vhost\d|\/tmp\/sock|-passt|virtiofs|-fs\.sock|Failed to connect to ''/],
  ['host', 'a server of shared memory', /shmem.*sock/],
  ['host', 'a helper for persistent reservations', /pr-helper|pr-manager/],
  ['host', 'an address of the network', /Cannot assign requested address/],
  ['host', 'so much memory to give away at once', /would be filled at the start|cannot set up guest memory|Cannot allocate memory/],
];

/** Whose lack it is, by the words of who refused. */
export function lackOf(words: string): { readonly lack: Lack; readonly reason?: string } {
  for (const [lack, reason, pattern] of rules) if (pattern.test(words)) return { lack, reason };
  return { lack: 'ours' };
}
