import { normalizeUuid } from '@virtweave/core-util/values';
import { attempt, hex, oneOf, onOff, str, uint, uint64, yesNo, type Int64, type Codec } from '../../table/codec.ts';
import { attr, attrOr, attrRequired, flag, inStatus, leading, leaf, property, type Field, type Required } from '../../table/field.ts';
import { child, some, union } from '../../table/child.ts';
import { invalidAttribute } from '../../table/problem.ts';
import { table, type Table } from '../../table/table.ts';
import { pciFields } from '../../common/pci-fields.ts';
import { sourceStatus, type SourcePrivateData } from './private-data.ts';
import { bootableInfo, type BootableInfo } from './device-info.ts';
import { auth, initiator, networkHost, type Auth, type HostPciAddress, type Initiator, type NetworkHost } from './disk-source.ts';
import { ipAddress, route, type IpAddress, type Route } from './ip.ts';
import { teaming, type Teaming } from './teaming.ts';

/** `<hostdev>`: a device of the host, given to the guest. */
export interface Hostdev extends BootableInfo {
  mode: 'subsystem' | 'capabilities';
  /** Which device; `source.type` is written as `<hostdev type='..'>`. */
  source: HostdevSource;
  /** Take the device away from the host's driver at start, and give it back at the end. */
  managed?: boolean;
  sgio?: 'filtered' | 'unfiltered';
  rawio?: boolean;
  model?: string;
  display?: boolean;
  ramfb?: boolean;
  driver?: { name?: 'kvm' | 'vfio' | 'xen'; model?: string };
  /** Containers: addresses of a network device. */
  ips?: IpAddress[];
  routes?: Route[];
  readonly?: true;
  shareable?: true;
  teaming?: Teaming;
}

export type HostdevSource =
  | {
      type: 'pci';
      writeFiltering?: boolean;
      address?: HostPciAddress;
      /** What is to be undone when the guest gives the device back; in the state of a running guest. */
      originalStates?: OriginalStates;
    }
  | {
      type: 'usb';
      startupPolicy?: 'mandatory' | 'requisite' | 'optional';
      guestReset?: 'default' | 'off' | 'uninitialized' | 'on';
      vendor?: number;
      product?: number;
      address?: UsbDeviceAddress;
    }
  | {
      type: 'scsi';
      protocol?: string;
      name?: string;
      adapter?: string;
      address?: ScsiAddress;
      hosts?: NetworkHost[];
      auth?: Auth;
      initiator?: Initiator;
      /** Of a running guest, in the state that its driver keeps. */
      privateData?: SourcePrivateData;
    }
  | { type: 'scsi_host'; protocol?: string; wwpn?: string }
  | { type: 'mdev'; uuid?: string }
  | { type: 'storage'; block?: string }
  | { type: 'misc'; char?: string }
  | { type: 'net'; interface?: string };

/** How a PCI device was before the guest had it. */
export interface OriginalStates {
  unbind?: true;
  removeSlot?: true;
  reprobe?: true;
}

export interface UsbDeviceAddress {
  bus?: number;
  device?: number;
  port?: string;
}

export interface ScsiAddress {
  bus: number;
  target: number;
  unit: Int64;
}

const usbAddress: Table<UsbDeviceAddress> = table<UsbDeviceAddress>(() => ({
  bus: attr('bus', uint),
  device: attr('device', uint),
  port: attr('port', str),
}));
const scsiAddress: Table<ScsiAddress> = table<ScsiAddress>(() => ({
  bus: attrRequired('bus', uint),
  target: attrRequired('target', uint),
  unit: attrRequired('unit', uint64),
}));
const uuid: Codec<string> = {
  ...str,
  parse: (text) => attempt(() => normalizeUuid(text)),
  refusal: () => ({ detail: 'Cannot parse uuid attribute of element <address>' }),
};
const id = (name: string): Field<number> => property(name, 'id', hex(4, 0xffff));

const source: Required<HostdevSource> = union<HostdevSource>(
  'type',
  () => ({
    pci: { writeFiltering: attr('writeFiltering', yesNo), address: child('address', table<HostPciAddress>(pciFields)),
      originalStates: inStatus(
        child(
          'origstates',
          table<OriginalStates>(() => ({ unbind: flag('unbind'), removeSlot: flag('removeslot'), reprobe: flag('reprobe') })),
        ),
      ),
    },
    usb: {
      startupPolicy: attr('startupPolicy', oneOf('mandatory', 'requisite', 'optional')),
      guestReset: attr('guestReset', oneOf('default', 'off', 'uninitialized', 'on')),
      vendor: id('vendor'),
      product: id('product'),
      address: child('address', usbAddress),
    },
    scsi: {
      protocol: attr('protocol', str),
      name: attr('name', str),
      adapter: property('adapter', 'name', str),
      address: child('address', scsiAddress),
      hosts: some('host', networkHost),
      privateData: sourceStatus,
      auth: child('auth', auth),
      initiator: child('initiator', initiator),
    },
    scsi_host: { protocol: attr('protocol', str), wwpn: attr('wwpn', str) },
    mdev: { uuid: property('address', 'uuid', uuid) },
    storage: { block: leaf('block', str) },
    misc: { char: leaf('char', str) },
    net: { interface: leaf('interface', str) },
  }),
  { body: 'source' },
);

const models = oneOf('vfio-pci', 'vfio-ccw', 'vfio-ap', 'virtio', 'virtio-transitional', 'virtio-non-transitional');

/** What a mediated device, or an adapter, is for the guest. Other devices have none, and libvirt does not look. */
const model: Field<string> = {
  ...attr('model', models),
  read(element) {
    const type = element.attr('type');
    const text = element.attr('model');
    if (text === undefined || (type !== 'mdev' && type !== 'scsi_host')) return undefined;
    if (models.parse(text) === undefined || text.startsWith('vfio-') !== (type === 'mdev')) throw invalidAttribute(element, 'model', text);
    return text;
  },
};

export const hostdev: Table<Hostdev> = table<Hostdev>(() => ({
  mode: leading(attrOr('mode', oneOf('subsystem', 'capabilities'), 'subsystem')),
  managed: attr('managed', yesNo),
  sgio: attr('sgio', oneOf('filtered', 'unfiltered')),
  rawio: attr('rawio', yesNo),
  model,
  display: attr('display', onOff),
  ramfb: attr('ramfb', onOff),
  driver: child(
    'driver',
    table<NonNullable<Hostdev['driver']>>(() => ({ name: attr('name', oneOf('kvm', 'vfio', 'xen')), model: attr('model', str) })),
  ),
  source,
  ips: some('ip', ipAddress),
  routes: some('route', route),
  readonly: flag('readonly'),
  shareable: flag('shareable'),
  alias: bootableInfo.alias,
  boot: bootableInfo.boot,
  teaming: child('teaming', teaming),
  rom: bootableInfo.rom,
  acpi: bootableInfo.acpi,
  address: bootableInfo.address,
}));
