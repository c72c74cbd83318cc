/** Kinds of hypervisors that run guests: the `type` of `<domain>`. */
export const virtTypes = [
  'qemu', 'kvm', 'hvf', 'xen', 'lxc', 'openvz', 'test', 'vmware', 'hyperv', 'vbox', 'phyp', 'parallels', 'bhyve', 'vz',
] as const;

export type VirtType = (typeof virtTypes)[number];
