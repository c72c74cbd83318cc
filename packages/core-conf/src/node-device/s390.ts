import { oneOf, str } from '../table/codec.ts';
import { attrRequired, leaf, text, type Field, type Required } from '../table/field.ts';
import { child, list, within } from '../table/child.ts';
import { problem } from '../table/problem.ts';
import { table, type Fields, type Table } from '../table/table.ts';
import { anyBase, deviceName, worded } from './fields.ts';
import { mdevTypes, type MdevTypes } from './mdev-types.ts';
import { subCapabilities } from './sub-capability.ts';

/** Address of a channel device. */
export interface ChannelAddress {
  cssid: number;
  ssid: number;
  devno: number;
}

/** A channel command word device. */
export interface CcwCapability extends ChannelAddress {
  type: 'ccw';
  state?: CcwState;
  /** The group that it is part of. */
  group?: CcwGroupMember;
}

export type CcwState = 'online' | 'offline';

export interface CcwGroupMember {
  device: string;
}

/** A subchannel. */
export interface CssCapability extends ChannelAddress {
  type: 'css';
  channelDeviceAddress?: ChannelAddress;
  mdevTypes?: MdevTypes;
}

/** A group of channel devices that work as one, such as a network card. */
export interface CcwGroupCapability extends ChannelAddress {
  type: 'ccwgroup';
  state?: CcwState;
  members?: CcwMember[];
  qeth?: QethGeneric;
}

export interface CcwMember {
  /** What the device is to the group. */
  ref: string;
  /** Name of the node device. */
  device: string;
}

/** A card that the driver qeth serves. */
export interface QethGeneric {
  cardType?: string;
  chpid?: string;
}

/** A cryptographic adapter. */
export interface ApCardCapability {
  type: 'ap_card';
  adapter: number;
}

/** A queue of a cryptographic adapter. */
export interface ApQueueCapability {
  type: 'ap_queue';
  adapter: number;
  domain: number;
}

/** The device from which mediated devices with queues are made. */
export interface ApMatrixCapability {
  type: 'ap_matrix';
  mdevTypes?: MdevTypes;
}

function value(name: string, width: number): Required<number> {
  return worded(name, anyBase(width), {
    missing: `missing ${name} value for '%n'`,
    invalid: `invalid ${name} value '%v' for '%n'`,
    code: 'VIR_ERR_CONFIG_UNSUPPORTED',
  });
}

const address: Fields<ChannelAddress> = { cssid: value('cssid', 1), ssid: value('ssid', 1), devno: value('devno', 4) };
const addressTable: Table<ChannelAddress> = table<ChannelAddress>(address);

const state: Field<CcwState> = leaf('state', oneOf('online', 'offline'));

const inMdevParent = subCapabilities<{ mdev_types: MdevTypes }>({ mdev_types: mdevTypes });

const inCcw = subCapabilities<{ ccwgroup_member: CcwGroupMember }>({
  ccwgroup_member: table<CcwGroupMember>(() => ({
    device: worded('group_device', str, { missing: "Missing ccw group device for '%n'", invalid: '', code: 'VIR_ERR_XML_ERROR' }),
  })),
});

const inGroup = subCapabilities<{ qeth_generic: QethGeneric }>({
  qeth_generic: table<QethGeneric>(() => ({ cardType: leaf('card_type', str), chpid: leaf('chpid', str) })),
});

const member: Table<CcwMember> = table<CcwMember>(() => ({
  ref: attrRequired('ref', str),
  device: { ...text(str), required: true, read: (element) => element.text.trim() },
}));

const { required: _, ...memberList } = within('members', list('ccw_device', member));

export const ccw: Fields<Omit<CcwCapability, 'type'>> = { state, ...address, group: inCcw.field('ccwgroup_member') };

export const css: Fields<Omit<CssCapability, 'type'>> = {
  ...address,
  channelDeviceAddress: child('channel_dev_addr', addressTable),
  mdevTypes: inMdevParent.field('mdev_types'),
};

export const ccwGroup: Fields<Omit<CcwGroupCapability, 'type'>> = {
  state,
  ...address,
  members: memberList,
  qeth: inGroup.field('qeth_generic'),
};

const apDomain: Required<number> = (() => {
  const any = value('ap-domain', 4);
  return {
    ...any,
    read(element, context) {
      const domain = any.read(element, context) as number;
      if (domain > 255) {
        const written = element.child('ap-domain')?.text ?? '';
        throw problem(element, `ap-domain value '${written}' is out of range for '${deviceName(element)}'`, {
          code: 'VIR_ERR_CONFIG_UNSUPPORTED',
        });
      }
      return domain;
    },
  };
})();

export const apCard: Fields<Omit<ApCardCapability, 'type'>> = { adapter: value('ap-adapter', 2) };
export const apQueue: Fields<Omit<ApQueueCapability, 'type'>> = { adapter: value('ap-adapter', 2), domain: apDomain };
export const apMatrix: Fields<Omit<ApMatrixCapability, 'type'>> = { mdevTypes: inMdevParent.field('mdev_types') };
