import { parseDomain, type Domain } from '../../src/index.ts';
import { guest } from './documents.ts';

/** A guest with these disks: `vda` a file, `vdb` a block device, `hdc` an empty drive, `vdd` read-only, `vde` on the network. */
export function guestWithDisks(...names: ('vda' | 'vdb' | 'hdc' | 'vdd' | 'vde')[]): Domain {
  return parseDomain(guest('', names.map((name) => disks[name]).join('')));
}

const disks = {
  vda: `<disk type='file'><source file='/images/web.qcow2'/><target dev='vda' bus='virtio'/></disk>`,
  vdb: `<disk type='block'><source dev='/dev/sdb'/><target dev='vdb' bus='virtio'/></disk>`,
  hdc: `<disk type='file' device='cdrom'><target dev='hdc' bus='ide'/></disk>`,
  vdd: `<disk type='file'><source file='/images/ro.d/data'/><target dev='vdd' bus='virtio'/><readonly/></disk>`,
  vde: `<disk type='network'><source protocol='nbd' name='x'><host name='h'/></source><target dev='vde' bus='virtio'/></disk>`,
};
