import type { HypervisorDriver } from '@virtweave/core-api';
import { DomainMetadataType } from '@virtweave/core-api/constants';
import { inNamespace, namespaceOf, outOfNamespace } from '@virtweave/core-conf';
import { foreignXml, readXml } from '@virtweave/core-util/xml';
import type { Definition } from '../documents.ts';
import { change, definitionOf, impactOf, oneImpactOf } from '../domain/impact.ts';
import { domainError } from '../errors.ts';
import type { Session } from '../session.ts';

const {
  VIR_DOMAIN_METADATA_DESCRIPTION: description,
  VIR_DOMAIN_METADATA_TITLE: title,
  VIR_DOMAIN_METADATA_ELEMENT: element,
} = DomainMetadataType;

/** Title, description, and elements that others keep with a domain. */
export function metadataMembers(session: Session): Pick<HypervisorDriver, 'domainGetMetadata' | 'domainSetMetadata'> {
  const { node } = session;
  const { domains } = node;
  return {
    async domainGetMetadata(ref, type, uri, flags) {
      const domain = domains.get(ref);
      const found = readMetadata(definitionOf(domain, oneImpactOf(domain, flags)), type, uri);
      if (found === undefined)
        throw domainError('VIR_ERR_NO_DOMAIN_METADATA', 'Requested metadata element is not present');
      return found;
    },

    async domainSetMetadata(ref, type, metadata, key, uri, flags) {
      const domain = domains.get(ref);
      change(domain, impactOf(domain, flags), (definition) => withMetadata(definition, type, metadata, key, uri));
      node.emit({ kind: 'metadata-change', domain: domain.ref, type, nsuri: uri });
    },
  };
}

function readMetadata(definition: Definition, type: number, uri: string | undefined): string | undefined {
  if (type === description) return definition.description;
  if (type === title) return definition.title;
  if (type !== element) throw unknownType(type);
  const found = definition.metadata?.elements.find((one) => namespaceOf(one) === uri);
  return found === undefined ? undefined : foreignXml(outOfNamespace(found, uri ?? ''));
}

function withMetadata(
  definition: Definition,
  type: number,
  metadata: string | undefined,
  key: string | undefined,
  uri: string | undefined,
): Definition {
  if (type === description || type === title) return withText(definition, type, metadata);
  if (type !== element) throw unknownType(type);
  const { metadata: old, ...rest } = definition;
  const elements = (old?.elements ?? []).filter((one) => namespaceOf(one) !== uri);
  if (metadata !== undefined) {
    const root = readXml(metadata, { name: '(metadata_xml)' });
    elements.push(inNamespace(root, key ?? '', uri ?? ''));
  }
  return elements.length === 0 ? rest : { ...rest, metadata: { elements } };
}

/** Sets the title or the description; nothing or the empty text takes it away. */
function withText(definition: Definition, type: number, text: string | undefined): Definition {
  if (type === title) {
    const { title: _, ...rest } = definition;
    return text === undefined || text === '' ? rest : { ...rest, title: text };
  }
  const { description: _, ...rest } = definition;
  return text === undefined || text === '' ? rest : { ...rest, description: text };
}

function unknownType(type: number): Error {
  return domainError('VIR_ERR_INVALID_ARG', `unknown metadata type '${type}'`);
}
