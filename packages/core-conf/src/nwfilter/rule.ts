import type { XmlElement } from '@virtweave/core-util/xml';
import { worded } from '../common/worded.ts';
import { oneOf } from '../table/codec.ts';
import { attr, type Field, type Required } from '../table/field.ts';
import { problem } from '../table/problem.ts';
import { readTable, table, writeTable, type Table } from '../table/table.ts';
import type { Match } from './match.ts';
import { filterNumber } from './numbers.ts';
import { protocols } from './protocols.ts';

/** `<rule>`: what becomes of packets. */
export interface FilterRule {
  action: 'drop' | 'accept' | 'reject' | 'return' | 'continue';
  /** Seen from the guest. */
  direction: 'in' | 'out' | 'inout';
  /** -1000 to 1000; smaller ones first. Default 500. */
  priority: number;
  /** Do not look at the state of connections. */
  statematch?: false;
  /** The packets; all of them when absent. */
  match?: Match;
}

function word<const W extends readonly string[]>(name: 'action' | 'direction', ...words: W): Required<W[number]> {
  return {
    ...attr(name, oneOf(...words)),
    required: true,
    read(element) {
      const text = element.attr(name);
      if (text === undefined) {
        throw problem(element, `rule node requires ${name} attribute`, { code: 'VIR_ERR_INTERNAL_ERROR' });
      }
      if (words.includes(text)) return text;
      throw problem(element, `unknown rule ${name} attribute value`, { attribute: name, code: 'VIR_ERR_CONFIG_UNSUPPORTED' });
    },
  };
}

const defaultPriority = 500;

const priority: Required<number> = {
  ...attr('priority', { parse: Number, format: String, schema: { type: 'integer', minimum: -1000, maximum: 1000 } }),
  required: true,
  // What is no priority is the default one.
  read(element) {
    const text = element.attr('priority') ?? '';
    const value = /^\s*[+-]?\d+$/.test(text) ? Number(text) : defaultPriority;
    return value >= -1000 && value <= 1000 ? value : defaultPriority;
  },
};

/** The first protocol element that is known, with what later ones of the same name add. */
const match: Field<Match> = {
  attributes: [],
  children: [...protocols.keys()],
  read(element, context) {
    const first = element.elements.find(({ name }) => protocols.has(name));
    if (first === undefined) return undefined;
    const read = (one: XmlElement): object => readTable(protocols.get(one.name) as Table<object>, one, context);
    const value = Object.assign({ type: first.name }, ...element.all(first.name).map(read)) as Match;
    checkPorts(value, first);
    // There is nothing to negate.
    if (value.negated === true && Object.keys(value).length === 2) delete value.negated;
    return value;
  },
  writeChildren({ type, ...values }, out) {
    out.xml.open(type);
    writeTable(protocols.get(type) as Table<object>, values, out);
    out.xml.close();
  },
  schema: () => ({
    oneOf: [...protocols].map(([type, one]) => {
      const { properties, required = [], ...rest } = one.schema();
      return { ...rest, properties: { type: { const: type }, ...properties }, required: ['type', ...required] };
    }),
  }),
  inner: (name) => protocols.get(name)?.check,
};

const protocolsWithPorts: ReadonlySet<number> = new Set([6, 17, 33, 132]);
const numberOf: ReadonlyMap<string, number> = new Map([['tcp', 6], ['udp', 17], ['sctp', 132]]);

/** An Ethernet frame has ports only when it says of which protocol. */
function checkPorts(value: Match, element: XmlElement): void {
  if (value.type !== 'ip' && value.type !== 'ipv6') return;
  const { srcportstart, srcportend, dstportstart, dstportend, protocol = '' } = value;
  if ((srcportstart ?? srcportend ?? dstportstart ?? dstportend) === undefined) return;
  if (protocolsWithPorts.has(numberOf.get(protocol) ?? filterNumber(protocol)?.value ?? -1)) return;
  throw problem(
    element,
    `${value.type === 'ip' ? 'IP' : 'IPv6'} rule with port specification requires protocol specification with protocol to be either one of tcp(6), udp(17), dccp(33), or sctp(132)`,
    { code: 'VIR_ERR_INTERNAL_ERROR' },
  );
}

/** `<rule>`. */
export const filterRule: Table<FilterRule> = table<FilterRule>(() => ({
  action: word('action', 'drop', 'accept', 'reject', 'return', 'continue'),
  direction: word('direction', 'in', 'out', 'inout'),
  priority,
  statematch: worded<false>('statematch', {
    read: (text) => (text === '0' || text.toLowerCase() === 'false' ? false : undefined),
    format: () => 'false',
    schema: { const: false },
  }),
  match,
}));
