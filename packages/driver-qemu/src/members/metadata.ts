import { VirtError } from '@virtweave/core-util';
import { inNamespace, namespaceOf, outOfNamespace, type Domain } from '@virtweave/core-conf';
import { foreignXml, readXml } from '@virtweave/core-util/xml';
import type { QemuEngine } from '../engine/engine.ts';
import type { Guest } from '../engine/guest.ts';
import { saveStatus } from '../lifecycle/follow.ts';
import { stored } from './define.ts';
import { withGuest, type Members } from './members.ts';

const LIVE = 1;
const CONFIG = 2;
const DESCRIPTION = 0;
const TITLE = 1;
const ELEMENT = 2;

/** Title, description and foreign elements. */
export function metadataMembers(engine: QemuEngine): Members<'domainGetMetadata' | 'domainSetMetadata'> {
  return {
    async domainGetMetadata(ref, type, uri, flags) {
      const guest = engine.guests.get(ref);
      const { live } = impactOf(guest, flags);
      return read(live ? guest.document : guest.requirePersistent(), type, uri);
    },
    domainSetMetadata: (ref, type, metadata, key, uri, flags, call) =>
      withGuest(engine, ref, 'modify', 'domainSetMetadata', call, async (guest) => {
        const { live, config } = impactOf(guest, flags);
        if (config) {
          const definition = changed(guest.requirePersistent(), type, metadata, key, uri);
          await engine.definitions.put(guest.name, stored(definition));
          guest.definition = definition;
        }
        if (live && guest.running !== undefined) {
          guest.running.document = changed(guest.running.document, type, metadata, key, uri);
          await saveStatus(engine, guest, guest.running);
        }
        engine.events.emit({ kind: 'metadata-change', domain: guest.ref, type, nsuri: uri });
      }),
  };
}

/** What flags mean for a guest: without any, the running one, else the definition. */
export function impactOf(guest: Guest, flags: number): { live: boolean; config: boolean } {
  const live = (flags & LIVE) !== 0 || ((flags & CONFIG) === 0 && guest.active);
  const config = (flags & CONFIG) !== 0 || ((flags & LIVE) === 0 && !guest.active);
  if (live) guest.requireRunning();
  if (config) guest.requirePersistent();
  return { live, config };
}

function read(document: Domain, type: number, uri: string | undefined): string {
  if (type === ELEMENT) {
    const element = document.metadata?.elements.find((one) => namespaceOf(one) === uri);
    if (element !== undefined) return foreignXml(outOfNamespace(element, uri ?? ''));
  } else {
    const text = type === TITLE ? document.title : document.description;
    if (text !== undefined) return text;
  }
  throw new VirtError('VIR_ERR_NO_DOMAIN_METADATA', 'Requested metadata element is not present', { domain: 'VIR_FROM_DOMAIN' });
}

function changed(document: Domain, type: number, metadata: string | undefined, key: string | undefined, uri: string | undefined): Domain {
  if (type === TITLE) {
    const { title: _, ...rest } = document;
    return metadata === undefined || metadata === '' ? rest : { ...rest, title: metadata };
  }
  if (type === DESCRIPTION) {
    const { description: _, ...rest } = document;
    return metadata === undefined || metadata === '' ? rest : { ...rest, description: metadata };
  }
  const others = (document.metadata?.elements ?? []).filter((one) => namespaceOf(one) !== uri);
  const elements = metadata === undefined ? others : [...others, inNamespace(readXml(metadata, { name: '(metadata_xml)' }), key ?? '', uri ?? '')];
  const { metadata: _, ...rest } = document;
  return elements.length === 0 ? rest : { ...rest, metadata: { elements } };
}
