import { formatAddress, parseAddress, rangeSize } from '@virtweave/core-util/values';
import type { XmlElement } from '@virtweave/core-util/xml';
import { ipAddressOf } from '../common/ip-value.ts';
import { checked, worded } from '../common/worded.ts';
import { yesNo } from '../table/codec.ts';
import { child } from '../table/child.ts';
import { attr, type Field } from '../table/field.ts';
import { table, type Table } from '../table/table.ts';
import { networkDetail, networkProblem } from './names.ts';

/** `<nat>`: how addresses are translated. */
export interface Nat {
  /** IPv6 as well, which otherwise is routed. */
  ipv6?: boolean;
  /** Source addresses, IPv4. */
  address?: { start: string; end: string };
  /** Source ports. */
  port?: { start: number; end: number };
}

type Ends<V> = { start?: V; end?: V };

const address = (name: 'start' | 'end'): Field<string> =>
  worded<string>(name, {
    read(text, element) {
      const parsed = ipAddressOf(text);
      if (parsed?.family === 'ipv4') return formatAddress(parsed);
      throw networkProblem(element, (network) => `Bad ipv4 ${name} address '${text}' in <nat> in <forward> in network '${network}'`, {
        attribute: name,
      });
    },
  });

const port = (name: 'start' | 'end'): Field<number> =>
  worded<number>(name, {
    read: (text) => (/^\s*\+?\d+$/.test(text) && Number(text) <= 65535 ? Number(text) : undefined),
    schema: { type: 'integer', minimum: 0, maximum: 65535 },
  });

function only(parent: XmlElement, name: string): XmlElement {
  const all = parent.all(name);
  if (all.length > 1) {
    throw networkProblem(all[1] as XmlElement, (network) => `Only one <${name}> element is allowed in <nat> in <forward> in network ${network}`);
  }
  return all[0] as XmlElement;
}

const natTable: Table<Nat> = table<Nat>(() => ({
  ipv6: attr('ipv6', yesNo),
  address: checked(
    child('address', table<Ends<string>>(() => ({ start: address('start'), end: address('end') }))),
    ({ start, end }, parent) => {
      const element = only(parent, 'address');
      const missing = (name: string): Error =>
        networkProblem(element, (network) => `missing '${name}' attribute in <address> element in <nat> in <forward> in network ${network}`);
      if (start === undefined) throw missing('start');
      if (end === undefined) throw missing('end');
      rangeSize(parseAddress(start), parseAddress(end));
      return { start, end };
    },
  ) as Field<{ start: string; end: string }>,
  port: checked(child('port', table<Ends<number>>(() => ({ start: port('start'), end: port('end') }))), ({ start, end }, parent) => {
    const element = only(parent, 'port');
    const invalid = (name: string): Error =>
      networkDetail(element, (network) => `Missing or invalid '${name}' attribute in <port> in <nat> in <forward> in network ${network}`);
    if (start === undefined) throw invalid('start');
    if (end === undefined || end < start) throw invalid('end');
    return { start, end };
  }) as Field<{ start: number; end: number }>,
}));

/** `<nat>`; one that says nothing is left out. */
export const nat: Field<Nat> = checked(child('nat', natTable), (value) => (Object.keys(value).length === 0 ? undefined : value));
