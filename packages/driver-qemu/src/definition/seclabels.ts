import type { Domain } from '@virtweave/core-conf';
import type { DefinitionContext } from './options.ts';

/** A label that names no model is one of the driver's own. */
export function completeSeclabels(domain: Domain, { securityModel }: DefinitionContext): void {
  if (securityModel === undefined) return;
  domain.seclabels = domain.seclabels.map((label) => {
    if (label.model !== undefined) return label;
    return securityModel === 'none' ? { type: 'none', model: 'none' } : { ...label, model: securityModel };
  });
}
