import { int, oneOf, refusing, str, type Refusal } from '../table/codec.ts';
import { attr, attrRequired, type Field } from '../table/field.ts';
import { child } from '../table/child.ts';
import { table, type Table } from '../table/table.ts';

/** How a bond shares its traffic out. */
export type BondMode = 'balance-rr' | 'active-backup' | 'balance-xor' | 'broadcast' | '802.3ad' | 'balance-tlb' | 'balance-alb';

/** Watches the links of a bond by what the network cards say. */
export interface BondMiimon {
  /** Milliseconds between looks. */
  freq: number;
  /** Milliseconds that a link must be down before it is given up; up before it is used. */
  downdelay?: number;
  updelay?: number;
  /** Where the state comes from. */
  carrier?: 'ioctl' | 'netif';
}

/** Watches the links of a bond by asking for an address. */
export interface BondArpmon {
  /** Milliseconds between questions. */
  interval: number;
  /** The IPv4 address that is asked for. */
  target: string;
  /** Which interfaces must answer. */
  validate?: 'active' | 'backup' | 'all';
}

const modes = ['balance-rr', 'active-backup', 'balance-xor', 'broadcast', '802.3ad', 'balance-tlb', 'balance-alb'] as const;

export const bondMode: Field<BondMode> = attr(
  'mode',
  refusing(oneOf(...modes), (mode) => ({ detail: `unknown bonding mode ${mode}` })),
);

const noFreq: Refusal = { detail: 'bond interface miimon freq missing or invalid' };

const miimonTable: Table<BondMiimon> = table<BondMiimon>(() => ({
  freq: attrRequired('freq', refusing(int, () => noFreq), noFreq),
  downdelay: attr('downdelay', refusing(int, () => ({ detail: 'bond interface miimon downdelay invalid' })), { omit: 0 }),
  updelay: attr('updelay', refusing(int, () => ({ detail: 'bond interface miimon updelay invalid' })), { omit: 0 }),
  carrier: attr(
    'carrier',
    refusing(oneOf('ioctl', 'netif'), (carrier) => ({ detail: `unknown mii bonding carrier ${carrier}` })),
  ),
}));

const noInterval: Refusal = { detail: 'bond interface arpmon interval missing or invalid' };

const arpmonTable: Table<BondArpmon> = table<BondArpmon>(() => ({
  interval: attrRequired('interval', refusing(int, () => noInterval), noInterval),
  target: attrRequired('target', str, { detail: 'bond interface arpmon target missing' }),
  validate: attr(
    'validate',
    refusing(oneOf('active', 'backup', 'all'), (validate) => ({ detail: `unknown arp bonding validate ${validate}` })),
  ),
}));

export const miimon: Field<BondMiimon> = child('miimon', miimonTable);

const anyArpmon = child('arpmon', arpmonTable);

/** Passed over beside `<miimon>`. */
export const arpmon: Field<BondArpmon> = {
  ...anyArpmon,
  read: (element, context) => (element.child('miimon') === undefined ? anyArpmon.read(element, context) : undefined),
};
