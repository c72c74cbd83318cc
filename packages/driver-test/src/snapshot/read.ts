import { alignSnapshotDisks, parseDomainSnapshot, type DomainSnapshot, type SnapshotState } from '@virtweave/core-conf';
import { XmlElement } from '@virtweave/core-util/xml';
import { rules, toDefinition, type Definition } from '../documents.ts';
import { testError } from '../errors.ts';
import type { Snapshot } from './snapshot.ts';

/** What a document says of a snapshot that is to be made of a guest in this state; nothing but memory can be saved. */
export function newSnapshot(xml: string, definition: Definition, state: SnapshotState, validate = false): Snapshot {
  const wish = parseDomainSnapshot(xml, { strict: validate, driver: rules });
  if (wish.disks?.some((disk) => disk.snapshot === 'manual') === true)
    throw testError('VIR_ERR_OPERATION_UNSUPPORTED', "'manual' snapshot mode is not supported by the test driver");
  const external = wish.memory?.snapshot === 'external';
  if (!external) wish.memory = { snapshot: state === 'shutoff' ? 'no' : 'internal' };
  alignSnapshotDisks(wish, {
    domain: definition,
    location: external ? 'external' : 'internal',
    uniform: !external,
    isRegularFile: noFile,
  });
  return { ...wish, name: wish.name ?? '', state, domain: definition };
}

/** All that a document says of a snapshot that was made. */
export function oldSnapshot(xml: string, validate = false): Snapshot {
  return complete(parseDomainSnapshot(xml, { redefine: true, strict: validate, driver: rules }));
}

/** `<test:domainsnapshot>` of a node file, or the document that it names; it also says whether it is the current one. */
export function nodeSnapshot(element: XmlElement): Snapshot {
  const { name, attributes, children, offset, source } = element;
  const local = name.slice(name.indexOf(':') + 1);
  const root = new XmlElement(local, attributes, children, offset, source);
  return complete(parseDomainSnapshot(root, { redefine: true, internal: true, driver: rules }));
}

/** The pretended images exist nowhere. */
export const noFile = (): boolean => false;

function complete({ domain, ...snapshot }: DomainSnapshot): Snapshot {
  const { name = '', state = 'shutoff' } = snapshot;
  return { ...snapshot, name, state, ...(domain !== undefined && { domain: toDefinition(domain) }) };
}
