import { eachDevice, type Address, type Device, type Domain } from '@virtweave/core-conf';
import { VirtError } from '@virtweave/core-util';
import { isVirtioModel } from './controllers.ts';

/** The channel subsystem that virtio devices are in. */
const virtioCssid = 0xfe;

/** s390: virtio devices are on the channel subsystem unless they ask for PCI (`qemuDomainAssignS390Addresses`). */
export function assignCcwAddresses(domain: Domain): void {
  const devices: { address?: Address }[] = [];
  eachDevice(domain.devices, (item) => {
    const device = item.device as { address?: Address };
    if (device.address?.type === 'ccw' || (device.address === undefined && isCcw(item))) devices.push(device);
  });
  const taken = new Set<string>();
  for (const { address } of devices) {
    if (address?.type !== 'ccw' || address.devno === undefined) continue;
    const key = keyOf(address.cssid ?? virtioCssid, address.ssid ?? 0, address.devno);
    if (taken.has(key)) {
      throw new VirtError('VIR_ERR_XML_ERROR', `The CCW devno '${key}' is in use already`, {
        domain: 'VIR_FROM_DOMAIN',
      });
    }
    taken.add(key);
  }
  for (const device of devices) {
    const { address } = device;
    if (address?.type === 'ccw' && address.devno !== undefined) continue;
    let devno = 0;
    while (taken.has(keyOf(virtioCssid, 0, devno))) devno += 1;
    taken.add(keyOf(virtioCssid, 0, devno));
    device.address = { type: 'ccw', cssid: virtioCssid, ssid: 0, devno };
  }
}

const keyOf = (cssid: number, ssid: number, devno: number): string =>
  `${cssid.toString(16)}.${ssid.toString(16)}.${devno.toString(16).padStart(4, '0')}`;

/** Is it a virtio device, or another one that the channel subsystem takes? */
export function isCcw(item: Device): boolean {
  switch (item.kind) {
    case 'disks':
      return item.device.target.bus === 'virtio';
    case 'interfaces':
      return item.device.model === 'virtio' && item.device.source.type !== 'hostdev';
    case 'controllers':
      return item.device.type === 'virtio-serial' || (item.device.type === 'scsi' && isVirtioModel(item.device.model));
    case 'memballoon':
      return isVirtioModel(item.device.model);
    case 'rngs':
    case 'vsock':
    case 'filesystems':
    case 'cryptos':
      return true;
    case 'inputs':
      return item.device.bus === 'virtio';
    case 'sounds':
      return item.device.model === 'virtio';
    case 'memories':
      return item.device.model === 'virtio-mem';
    case 'videos':
      return item.device.model.type === 'virtio';
    case 'hostdevs':
      return (
        item.device.source.type === 'scsi_host' ||
        (item.device.source.type === 'mdev' && item.device.model === 'vfio-ccw')
      );
    default:
      return false;
  }
}
