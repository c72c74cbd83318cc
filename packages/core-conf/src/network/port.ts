import { normalizeMac } from '@virtweave/core-util/values';
import type { XmlElement } from '@virtweave/core-util/xml';
import { portBandwidth, type Bandwidth } from '../common/bandwidth.ts';
import { ownerFields, type Owner } from '../common/owner.ts';
import { uuidCodec } from '../common/identity.ts';
import { virtualPort, type VirtualPort } from '../common/virtual-port.ts';
import { vlan, type Vlan } from '../common/vlan.ts';
import { checked } from '../common/worded.ts';
import { str, yesNo } from '../table/codec.ts';
import { child, within } from '../table/child.ts';
import { attr, leaf, type Field, type Required } from '../table/field.ts';
import { problem } from '../table/problem.ts';
import { table, type Table } from '../table/table.ts';
import type { NetworkPortOptions } from './network.ts';
import { plug, type Plug } from './plug.ts';

/** `<networkport>`: one guest's connection to a network (`virNetworkPortDef`). */
export interface NetworkPort {
  uuid: string;
  /** The guest. */
  owner: Owner;
  /** Name of the network's group of ports. */
  group?: string;
  mac: string;
  bandwidth?: Bandwidth;
  virtualPort?: VirtualPort;
  vlan?: Vlan;
  port?: NetworkPortOptions;
  rxfilters?: { trustGuest?: boolean };
  /** How the guest's interface is connected. Absent: not yet. */
  plug?: Plug;
}

const uuid: Required<string> = {
  ...leaf('uuid', str),
  required: true,
  read(element) {
    const text = element.child('uuid')?.text ?? '';
    if (text === '') throw problem(element, 'network port has no uuid');
    const value = uuidCodec.parse(text);
    if (value === undefined) throw problem(element.child('uuid') as XmlElement, `Unable to parse UUID '${text}'`);
    return value;
  },
};

const mac: Required<string> = {
  ...within('mac', attr('address', str)),
  required: true,
  read(element) {
    const found = element.child('mac');
    const text = found?.attr('address') ?? '';
    if (found === undefined || text === '') throw problem(element, 'network port has no mac');
    try {
      return normalizeMac(text);
    } catch {
      throw problem(found, `Unable to parse MAC '${text}'`, { attribute: 'address' });
    }
  },
};

const group: Field<string> = checked(leaf('group', str), (text) => (text === '' ? undefined : text));

/** `<networkport>`. */
export const networkPort: Table<NetworkPort> = table<NetworkPort>(() => ({
  uuid,
  owner: ownerFields('network port'),
  group,
  mac,
  bandwidth: portBandwidth,
  virtualPort,
  vlan,
  port: child('port', table<NetworkPortOptions>(() => ({ isolated: attr('isolated', yesNo) }))),
  rxfilters: child('rxfilters', table<{ trustGuest?: boolean }>(() => ({ trustGuest: attr('trustGuest', yesNo) }))),
  plug,
}));
