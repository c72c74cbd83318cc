import type { XmlElement, XmlWriter } from '@virtweave/core-util/xml';
import { domain, type Domain } from '../domain/domain.ts';
import { childRequired } from '../table/child.ts';
import { int, oneOf, refusing, str, type Codec } from '../table/codec.ts';
import { attrOr, attrRequired, leaves, properties, type Required } from '../table/field.ts';
import { xmlSchema } from '../table/json-schema.ts';
import { problem } from '../table/problem.ts';
import { table, type Table } from '../table/table.ts';
import { domainStates, isReasonOf, type DomainState, type DomainStateReason } from './state.ts';

/**
 * `<domstatus>`: what a driver keeps of a running guest, so that a later process finds it again. `P` is what the driver itself
 * must know; without a driver, the elements that say it.
 */
export interface DomainStatus<P = XmlElement[]> {
  state: DomainState;
  /** Default `unknown`. */
  reason: DomainStateReason;
  /** Process of the guest; 0: none, or not known yet. */
  pid: number;
  /** What makes the guest hard to support. */
  taints: DomainTaint[];
  /** What the guest uses and should not, in words. */
  deprecations: string[];
  privateData: P;
  /** The guest as it runs. */
  domain: Domain;
}

/** `virDomainTaintFlags` by name. */
export type DomainTaint = (typeof domainTaints)[number];

/** The names of taints, in the order in which libvirt writes them. */
export const domainTaints = [
  'custom-argv', 'custom-monitor', 'high-privileges', 'shell-scripts', 'disk-probing', 'external-launch', 'host-cpu',
  'hook-script', 'cdrom-passthrough', 'custom-dtb', 'custom-ga-command', 'custom-hypervisor-feature', 'deprecated-config',
  'custom-device',
] as const;

/** The table of `<domstatus>`, with private data as elements. */
export const domainStatus: Table<DomainStatus> = table<DomainStatus>(() => ({
  state: attrRequired('state', oneOf(...(Object.keys(domainStates) as DomainState[]))),
  reason: reason(),
  pid: attrOr('pid', int, 0),
  taints: properties('taint', 'flag', taint()),
  deprecations: leaves('deprecation', str),
  privateData,
  domain: childRequired('domain', domain, { code: 'VIR_ERR_INTERNAL_ERROR', detail: 'no domain config' }),
}));

/** Which reasons there are depends on the state. */
function reason(): Required<DomainStateReason> {
  const words = [...new Set(Object.values(domainStates).flat())];
  return {
    attributes: ['reason'],
    children: [],
    required: true,
    read(element) {
      const text = element.attr('reason') ?? 'unknown';
      const state = element.attr('state') as DomainState;
      if (!isReasonOf(state, text)) throw problem(element, `invalid domain state reason '${text}'`, { attribute: 'reason' });
      return text as DomainStateReason;
    },
    writeAttributes(value, out) {
      out.xml.attr('reason', value);
    },
    schema: () => ({ enum: words }),
  };
}

function taint(): Codec<DomainTaint> {
  return refusing(oneOf(...domainTaints), (text) => ({
    code: 'VIR_ERR_INTERNAL_ERROR',
    detail: `Unknown taint flag ${text}`,
  }));
}

const generic: ReadonlySet<string> = new Set(['taint', 'deprecation', 'domain']);

/** All elements that are not the same for every driver. */
const privateData: Required<XmlElement[]> = {
  attributes: [],
  children: [],
  required: true,
  read: (element) => element.elements.filter(({ name }) => !generic.has(name)),
  writeChildren(elements, out) {
    for (const one of elements) writeOwn(one, out.xml);
  },
  schema: () => ({ type: 'array', items: xmlSchema }),
};

/** Writes an element in the style of all the others: drivers wrote it that way. */
function writeOwn(element: XmlElement, xml: XmlWriter): void {
  xml.open(element.name);
  for (const [name, value] of element.attributes) xml.attr(name, value);
  const { elements, text } = element;
  if (elements.length === 0 && text !== '') xml.text(text);
  for (const one of elements) writeOwn(one, xml);
  xml.close();
}
