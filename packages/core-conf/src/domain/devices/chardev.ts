import { oneOf, str, uint, type Codec } from '../../table/codec.ts';
import { attr, live, property, type Required } from '../../table/field.ts';
import { childOr, union, within } from '../../table/child.ts';
import { table, type Table } from '../../table/table.ts';
import { chardevLog, chardevSource, type ChardevLog, type ChardevSource } from './chardev-source.ts';
import { deviceInfo, type DeviceInfo } from './device-info.ts';

interface Chardev extends DeviceInfo {
  source: ChardevSource;
  log?: ChardevLog;
}

/** `<serial>`: a serial port. */
export interface Serial extends Chardev {
  target: SerialTarget;
}

export interface SerialTarget {
  /** The bus or board that it belongs to. */
  type?: SerialType;
  /** Number of the port; assigned when absent. */
  port?: number;
  /** What the guest sees. */
  model?: string;
}

export type SerialType =
  | 'isa-serial'
  | 'usb-serial'
  | 'pci-serial'
  | 'spapr-vio-serial'
  | 'system-serial'
  | 'sclp-serial'
  | 'isa-debug';

/** `<parallel>`: a parallel port. */
export interface Parallel extends Chardev {
  target: { port?: number };
}

/** `<console>`: the guest's text console. */
export interface Console extends Chardev {
  target: { type?: ConsoleTargetType; port?: number };
}

export type ConsoleTargetType = 'none' | 'serial' | 'xen' | 'uml' | 'virtio' | 'lxc' | 'openvz' | 'sclp' | 'sclplm';

/** `<channel>`: a private line between host and guest. */
export interface Channel extends Chardev {
  target: ChannelTarget;
}

export type ChannelTarget =
  | { type: 'virtio'; name?: string; state?: 'connected' | 'disconnected' }
  | { type: 'xen'; name?: string; state?: 'connected' | 'disconnected' }
  | { type: 'guestfwd'; address?: string; port?: string };

const serialTarget: Table<SerialTarget> = table<SerialTarget>(() => ({
  type: attr(
    'type',
    oneOf('isa-serial', 'usb-serial', 'pci-serial', 'spapr-vio-serial', 'system-serial', 'sclp-serial', 'isa-debug'),
  ),
  port: attr('port', uint),
  model: property('model', 'name', str),
}));

const source = chardevSource();

export const serial: Table<Serial> = table<Serial>(() => ({ source, log: chardevLog, target: childOr('target', serialTarget), ...deviceInfo }));

export const parallel: Table<Parallel> = table<Parallel>(() => ({
  source,
  log: chardevLog,
  target: childOr('target', table<Parallel['target']>(() => ({ port: attr('port', uint) }))),
  ...deviceInfo,
}));

const consoleType: Codec<ConsoleTargetType> = oneOf(
  'none', 'serial', 'xen', 'uml', 'virtio', 'lxc', 'openvz', 'sclp', 'sclplm',
);

export const consoleDevice: Table<Console> = table<Console>(() => ({
  source: { ...chardevSource({ fallback: 'pty' }), ...consoleTty(source) },
  log: chardevLog,
  target: childOr('target', table<Console['target']>(() => ({ type: attr('type', consoleType), port: attr('port', uint) }))),
  ...deviceInfo,
}));

/** A running guest's console also names its terminal in the old way: `<console type='pty' tty='/dev/pts/3'>`. */
function consoleTty(of: Required<ChardevSource>): Pick<Required<ChardevSource>, 'writeAttributes' | 'attributes'> {
  return {
    attributes: [...of.attributes, 'tty'],
    writeAttributes(value, out, owner) {
      of.writeAttributes?.(value, out, owner);
      if (value.type === 'pty' && value.path !== undefined && !out.inactive) out.xml.attr('tty', value.path);
    },
  };
}

const channelPort = {
  name: attr('name', str),
  state: live(attr('state', oneOf('connected', 'disconnected'))),
};

const channelTarget: Required<ChannelTarget> = union<ChannelTarget>('type', () => ({
  virtio: channelPort,
  xen: channelPort,
  guestfwd: { address: attr('address', str), port: attr('port', str) },
}));

export const channel: Table<Channel> = table<Channel>(() => ({
  source,
  log: chardevLog,
  target: within('target', channelTarget),
  ...deviceInfo,
}));
