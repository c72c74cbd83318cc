import type { Domain, Hostdev } from '@virtweave/core-conf';
import type { DefinitionContext } from '../definition/options.ts';
import { validateHostdevPlace } from './drive-addresses.ts';
import { unsupported } from './refuse.ts';

/** `qemuValidateDomainDeviceDefHostdev`. */
export function validateHostdev(device: Hostdev, domain: Domain, { has }: DefinitionContext): void {
  const { mode, source } = device;
  if (mode === 'capabilities') throw unsupported("hostdev mode 'capabilities' is not supported in " + domain.type);
  validateHostdevPlace(device, domain);
  switch (source.type) {
    case 'usb':
      if (source.guestReset !== undefined && !has('usb-host.guest-resets-all')) {
        throw unsupported('guestReset is not supported with this version of QEMU');
      }
      return;
    case 'pci':
      if (!has('vfio-pci')) throw unsupported('VFIO PCI device assignment is not supported by this version of QEMU');
      if (source.writeFiltering === true || source.writeFiltering === false) {
        throw unsupported('Write filtering of PCI device configuration space is not supported by qemu');
      }
      return;
    case 'scsi_host':
      if (device.boot !== undefined) throw unsupported('booting from assigned devices is not supported by vhost SCSI devices');
      if (!has('vhost-scsi')) throw unsupported("This QEMU doesn't support vhost-scsi devices");
      return;
    case 'mdev':
      return validateMdev(device, domain, has);
    default:
  }
}

const mdevs: { readonly [model: string]: readonly [flag: string, name: string] } = {
  'vfio-pci': ['vfio-pci', 'PCI'],
  'vfio-ap': ['vfio-ap', 'AP'],
  'vfio-ccw': ['vfio-ccw', 'CCW'],
};

function validateMdev(device: Hostdev, { devices }: Domain, has: (flag: string) => boolean): void {
  const { model = 'vfio-pci', display, boot } = device;
  const known = mdevs[model];
  if (known !== undefined && !has(known[0])) {
    throw unsupported(`VFIO ${known[1]} device assignment is not supported by this version of QEMU`);
  }
  if (display === true && model !== 'vfio-pci') {
    throw unsupported("<hostdev> attribute 'display' is only supported with model='vfio-pci'");
  }
  if (boot !== undefined && model !== 'vfio-ccw') {
    throw unsupported(`booting from assigned devices is not supported by mediated devices of model ${model}`);
  }
  if (display === true && devices.graphics.length === 0) {
    throw unsupported("graphics device is needed for attribute value 'display=on' in <hostdev>");
  }
  if (model === 'vfio-ap' && devices.hostdevs.filter((other) => other.model === 'vfio-ap').length > 1) {
    throw unsupported('Only one hostdev of model vfio-ap is supported');
  }
}
