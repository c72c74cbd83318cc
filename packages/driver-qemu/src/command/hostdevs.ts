import type { Hostdev, HostPciAddress, Interface } from '@virtweave/core-conf';
import { addressProps, findController } from './address.ts';
import { isLsi } from './aliases.ts';
import { deviceBootIndex } from './boot-index.ts';
import type { CommandBuilder } from './builder.ts';
import { iscsiTarget } from '../block/network-props.ts';
import { numberNodes } from './node-numbers.ts';
import { addZpci } from './controllers.ts';
import { onOff, type Props } from './json.ts';
import { romProps } from './rom.ts';
import { virtioDriver } from './virtio.ts';

/** Devices of the host that the guest has for itself, network interfaces among them. */
export function hostdevs(build: CommandBuilder): void {
  const { devices } = build.domain;
  build.devices('interface', devices.interfaces, (device, i) => {
    const actual = device.source.type === 'hostdev' ? device : build.context.resources.interface(device, i).actual;
    if (actual?.source.type !== 'hostdev') return;
    addZpci(build, device);
    build.device(interfaceProps(build, device, actual.source.address ?? {}));
  });
  build.devices('hostdev', devices.hostdevs, (hostdev) => hostdevDevice(build, hostdev));
}

const hex = (value: number | undefined, width: number): string => (value ?? 0).toString(16).padStart(width, '0');

/** `0000:06:12.5`. */
export const hostPci = ({ domain, bus, slot, function: func }: HostPciAddress): string =>
  `${hex(domain, 4)}:${hex(bus, 2)}:${hex(slot, 2)}.${hex(func, 1)}`;

function interfaceProps(build: CommandBuilder, device: Interface, address: HostPciAddress): Props {
  return {
    driver: 'vfio-pci',
    host: hostPci(address),
    id: device.alias,
    failover_pair_id: device.teaming?.type === 'transient' ? device.teaming.persistent : undefined,
    bootindex: deviceBootIndex(build, device),
    ...addressProps(build.domain, device),
    ...romProps(device),
  };
}

function hostdevDevice(build: CommandBuilder, hostdev: Hostdev): void {
  const { source } = hostdev;
  switch (source.type) {
    case 'pci':
      addZpci(build, hostdev);
      build.device({
        driver: hostdev.ramfb === true ? 'vfio-pci-nohotplug' : 'vfio-pci',
        host: hostPci(source.address ?? {}),
        id: hostdev.alias,
        display: onOff(hostdev.display),
        ramfb: hostdev.ramfb === true ? true : undefined,
        failover_pair_id: hostdev.teaming?.type === 'transient' ? hostdev.teaming.persistent : undefined,
        bootindex: deviceBootIndex(build, hostdev),
        ...addressProps(build.domain, hostdev),
        ...romProps(hostdev),
      });
      break;
    case 'usb':
      build.device(usbProps(build, hostdev, source));
      break;
    case 'scsi':
      scsi(build, hostdev, source);
      break;
    case 'scsi_host': {
      const fd = build.context.resources.vhostScsi(hostdev);
      addZpci(build, hostdev);
      build.device({
        driver: virtioDriver('vhost-scsi', hostdev, hostdev.model),
        wwpn: source.wwpn,
        vhostfd: String(build.pass(fd, 'vhost-scsi')),
        id: hostdev.alias,
        ...addressProps(build.domain, hostdev),
      });
      break;
    }
    case 'mdev': {
      const driver = hostdev.model === 'vfio-pci' && hostdev.ramfb === true ? 'vfio-pci-nohotplug' : hostdev.model;
      addZpci(build, hostdev);
      build.device({
        driver,
        id: hostdev.alias,
        sysfsdev: `/sys/bus/mdev/devices/${source.uuid}`,
        display: onOff(hostdev.display),
        ramfb: hostdev.ramfb === true ? true : undefined,
        bootindex: deviceBootIndex(build, hostdev),
        loadparm: build.has('virtio-ccw.loadparm') ? hostdev.boot?.loadparm : undefined,
        ...addressProps(build.domain, hostdev),
      });
      break;
    }
    default:
      build.unsupported(`hostdev type '${source.type}' is not supported by QEMU`);
  }
}

type UsbSource = Extract<Hostdev['source'], { type: 'usb' }>;
type ScsiSource = Extract<Hostdev['source'], { type: 'scsi' }>;

function usbProps(build: CommandBuilder, hostdev: Hostdev, source: UsbSource): Props {
  const { bus, device } = source.address ?? {};
  const resets = {
    default: [undefined, undefined],
    off: [false, undefined],
    uninitialized: [true, false],
    on: [true, true],
  } as const;
  const [guestReset, resetsAll] = resets[source.guestReset ?? 'default'];
  const known = bus !== undefined && device !== undefined;
  return {
    driver: 'usb-host',
    hostdevice:
      known && build.has('usb-host.hostdevice')
        ? `/dev/bus/usb/${String(bus).padStart(3, '0')}/${String(device).padStart(3, '0')}`
        : undefined,
    hostbus: known && !build.has('usb-host.hostdevice') ? bus : undefined,
    hostaddr: known && !build.has('usb-host.hostdevice') ? device : undefined,
    id: hostdev.alias,
    bootindex: deviceBootIndex(build, hostdev),
    'guest-reset': guestReset,
    'guest-resets-all': resetsAll,
    ...addressProps(build.domain, hostdev),
  };
}

function scsi(build: CommandBuilder, hostdev: Hostdev, source: ScsiSource): void {
  const { domain } = build;
  const node = `libvirt-${numberNodes(build).hostdevs.get(hostdev) ?? 0}-backend`;
  const storage: Props =
    source.protocol === 'iscsi'
      ? iscsiProps(build, node, source)
      : { driver: 'host_device', filename: `/dev/${build.context.resources.scsiGeneric(hostdev)}` };
  build.blockdev({ ...storage, 'node-name': node, 'read-only': hostdev.readonly === true });
  const { address } = hostdev;
  let place: Props = {};
  if (address?.type === 'drive') {
    const controller = findController(domain, 'scsi', address.controller);
    const bus = `${controller?.alias ?? `scsi${address.controller}`}.0`;
    place = isLsi(controller?.model)
      ? { bus, 'scsi-id': address.unit }
      : { bus, channel: address.bus, 'scsi-id': address.target, lun: address.unit };
  }
  build.device({
    driver: 'scsi-generic',
    drive: node,
    id: hostdev.alias,
    ...place,
    bootindex: deviceBootIndex(build, hostdev),
  });
}

function iscsiProps(build: CommandBuilder, node: string, source: ScsiSource): Props {
  const { auth, initiator } = source;
  const target = iscsiTarget(source.hosts?.[0], source.name ?? '');
  if (auth?.secret === undefined) return { ...target, 'initiator-name': initiator?.iqn };
  const secret = build.secret(`${node}-secret0`, build.context.resources.secret(auth.secret));
  return { ...target, user: auth.username, 'password-secret': secret, 'initiator-name': initiator?.iqn };
}
