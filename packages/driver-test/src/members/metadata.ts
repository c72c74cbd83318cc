import type { HypervisorDriver } from '@virtweave/core-api';
import { readMetadata, withMetadata } from '../described.ts';
import { change, definitionOf, impactOf, oneImpactOf } from '../domain/impact.ts';
import { domainError } from '../errors.ts';
import type { Session } from '../session.ts';

/** Title, description, and elements that others keep with a domain. */
export function metadataMembers(session: Session): Pick<HypervisorDriver, 'domainGetMetadata' | 'domainSetMetadata'> {
  const { node } = session;
  const { domains } = node;
  return {
    async domainGetMetadata(ref, type, uri, flags) {
      const domain = domains.get(ref);
      const found = readMetadata(definitionOf(domain, oneImpactOf(domain, flags)), type, uri, 'VIR_FROM_DOMAIN');
      if (found === undefined)
        throw domainError('VIR_ERR_NO_DOMAIN_METADATA', 'Requested metadata element is not present');
      return found;
    },

    async domainSetMetadata(ref, type, text, key, uri, flags) {
      const domain = domains.get(ref);
      const how = { type, text, key, uri };
      change(domain, impactOf(domain, flags), (definition) => withMetadata(definition, how, 'VIR_FROM_DOMAIN'));
      node.emit({ kind: 'metadata-change', domain: domain.ref, type, nsuri: uri });
    },
  };
}
