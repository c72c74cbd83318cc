import type { XmlElement } from '@virtweave/core-util/xml';
import { worded } from '../common/worded.ts';
import { attr, type Field, type Required } from '../table/field.ts';
import { str } from '../table/codec.ts';
import { problem } from '../table/problem.ts';

/** Chains by the beginning of their names, in the order of libvirt's message, with the priority that they have by default. */
const prefixes: Readonly<Record<string, number>> = {
  mac: -800,
  vlan: -750,
  stp: 0,
  arp: -500,
  rarp: -400,
  ipv4: -700,
  ipv6: -600,
};

const prefixOf = (chain: string): string | undefined => Object.keys(prefixes).find((prefix) => chain.startsWith(prefix));

function checkChain(chain: string, element: XmlElement): string {
  const wrong = (detail: string): Error => problem(element, detail, { attribute: 'chain', code: 'VIR_ERR_INVALID_ARG' });
  if (chain === 'root') return chain;
  if (chain.length > 12) throw wrong('Name of chain is longer than 12 characters');
  if (!/^[A-Za-z0-9_.:-]*$/.test(chain)) throw wrong('Chain name contains invalid characters');
  if (prefixOf(chain) === undefined) {
    throw wrong(
      `Invalid chain name '${chain}'. Please use a chain name called 'root' or any of the following prefixes: ${Object.keys(prefixes).join(', ')}`,
    );
  }
  return chain;
}

const chainOf = (element: XmlElement): string => element.attr('chain') || 'root';

/** `chain`: where the rules of the filter stand. */
export const chain: Required<string> = {
  ...attr('chain', str),
  required: true,
  read: (element) => checkChain(chainOf(element), element),
};

/** `priority` of a chain: -1000 to 1000. The root chain has none. */
export const chainPriority: Field<number> = {
  ...worded<number>('priority', { read: readPriority, omit: 0, schema: { type: 'integer', minimum: -1000, maximum: 1000 } }),
  derived: true,
  read(element) {
    const text = element.attr('priority') ?? '';
    const value = text === '' ? (prefixes[prefixOf(chainOf(element)) ?? ''] ?? 0) : readPriority(text, element);
    return chainOf(element) === 'root' || value === 0 ? undefined : value;
  },
};

function readPriority(text: string, element: XmlElement): number {
  const wrong = (detail: string): Error => problem(element, detail, { attribute: 'priority', code: 'VIR_ERR_INVALID_ARG' });
  if (!/^\s*[+-]?\d+$/.test(text)) throw wrong(`Could not parse chain priority '${text}'`);
  const value = Number(text);
  if (value < -1000 || value > 1000) throw wrong(`Priority '${value}' is outside valid range of [-1000,1000]`);
  return value;
}
