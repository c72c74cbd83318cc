import type { XmlElement } from '@virtweave/core-util/xml';
import { child } from '../table/child.ts';
import { parseC } from '../table/codec.ts';
import type { Field } from '../table/field.ts';
import { problem } from '../table/problem.ts';
import { table, type Table } from '../table/table.ts';
import { uuidCodec } from './identity.ts';
import { checked, worded } from './worded.ts';

/** `<virtualport>`: the port of a switch that understands 802.1Qbg, 802.1Qbh, Open vSwitch or MidoNet. */
export interface VirtualPort {
  type?: '802.1Qbg' | '802.1Qbh' | 'openvswitch' | 'midonet';
  parameters?: VirtualPortParameters;
}

export interface VirtualPortParameters {
  /** 802.1Qbg: 0 to 255. */
  managerid?: number;
  /** 802.1Qbg: 24 bits. */
  typeid?: number;
  /** 802.1Qbg: 0 to 255. */
  typeidversion?: number;
  /** 802.1Qbg: a UUID. */
  instanceid?: string;
  /** Open vSwitch and MidoNet: a UUID. */
  interfaceid?: string;
  /** 802.1Qbh and Open vSwitch: up to 39 characters. */
  profileid?: string;
}

/** The parameters that a type of port understands. */
const understood: Readonly<Record<NonNullable<VirtualPort['type']>, readonly (keyof VirtualPortParameters)[]>> = {
  '802.1Qbg': ['managerid', 'typeid', 'typeidversion', 'instanceid'],
  '802.1Qbh': ['profileid'],
  openvswitch: ['interfaceid', 'profileid'],
  // A profile is accepted and not written.
  midonet: ['interfaceid', 'profileid'],
};

const number = (name: 'managerid' | 'typeid' | 'typeidversion', max: number): Field<number> =>
  worded<number>(name, {
    read(text, element) {
      const value = parseC(text);
      if (value === undefined) throw problem(element, `cannot parse value of ${name} parameter`, { attribute: name });
      if (value > max) {
        const of = name === 'typeid' ? 'for' : 'of';
        throw problem(element, `value ${of} ${name} out of range`, { attribute: name });
      }
      return value;
    },
    schema: { type: 'integer', minimum: 0, maximum: max },
  });

const id = (name: 'instanceid' | 'interfaceid'): Field<string> =>
  worded<string>(name, {
    read(text, element) {
      const uuid = uuidCodec.parse(text);
      if (uuid === undefined) throw problem(element, `cannot parse ${name} parameter as a uuid`, { attribute: name });
      return uuid;
    },
    schema: uuidCodec.schema,
  });

const parameters: Table<VirtualPortParameters> = table<VirtualPortParameters>(() => ({
  managerid: number('managerid', 0xff),
  typeid: number('typeid', 0xffffff),
  typeidversion: number('typeidversion', 0xff),
  instanceid: id('instanceid'),
  interfaceid: id('interfaceid'),
  profileid: worded<string>('profileid', {
    read(text, element) {
      if (text.length > 39) throw problem(element, 'profileid parameter too long', { attribute: 'profileid' });
      return text === '' ? undefined : text;
    },
  }),
}));

const virtualPortTable: Table<VirtualPort> = table<VirtualPort>(() => ({
  type: worded<NonNullable<VirtualPort['type']>>('type', {
    read(text, element) {
      if (Object.hasOwn(understood, text)) return text as NonNullable<VirtualPort['type']>;
      throw problem(element, `unknown virtualport type ${text}`, { attribute: 'type', code: 'VIR_ERR_CONFIG_UNSUPPORTED' });
    },
    schema: { enum: Object.keys(understood) },
  }),
  parameters: child('parameters', parameters),
}));

/** `<virtualport>`: nothing is required, and what its type does not understand is refused. */
export const virtualPort: Field<VirtualPort> = checked(child('virtualport', virtualPortTable), (value, parent) => {
  const { type, parameters: given = {} } = value;
  const names = Object.keys(given) as (keyof VirtualPortParameters)[];
  if (type !== undefined) {
    const extra = names.find((name) => !understood[type].includes(name));
    if (extra !== undefined) {
      throw problem(parent.child('virtualport') as XmlElement, `extra ${extra} unsupported in <virtualport type='${type}'>`);
    }
  }
  if (type === undefined && names.length === 0) return undefined;
  if (type === 'midonet') delete given.profileid;
  if (Object.keys(given).length === 0) delete value.parameters;
  return value;
});
