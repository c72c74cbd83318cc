import { DomainModificationImpact } from '@virtweave/core-api/constants';
import { hasFlag } from '@virtweave/core-api/driver-kit';
import type { Definition } from '../documents.ts';
import { domainError } from '../errors.ts';
import type { TestDomain } from './test-domain.ts';

const { VIR_DOMAIN_AFFECT_CONFIG: config, VIR_DOMAIN_AFFECT_LIVE: live } = DomainModificationImpact;

/** What a call is about: the guest that runs, the definition of its next start, or both. */
export interface Impact {
  readonly live: boolean;
  readonly config: boolean;
}

/** Reads VIR_DOMAIN_AFFECT_LIVE and VIR_DOMAIN_AFFECT_CONFIG; with neither, it is about whatever the guest is at present. */
export function impactOf(domain: TestDomain, flags: number): Impact {
  const impact = hasFlag(flags, live | config)
    ? { live: hasFlag(flags, live), config: hasFlag(flags, config) }
    : { live: domain.active, config: !domain.active };
  if (impact.live && !domain.active) throw notRunning();
  if (impact.config && !domain.persistent)
    throw domainError('VIR_ERR_OPERATION_INVALID', 'transient domains do not have any persistent config');
  return impact;
}

/** The same for calls that are about one of the two. */
export function oneImpactOf(domain: TestDomain, flags: number): Impact {
  if (hasFlag(flags, live) && hasFlag(flags, config))
    throw domainError(
      'VIR_ERR_INVALID_ARG',
      "Flags 'VIR_DOMAIN_AFFECT_LIVE' and 'VIR_DOMAIN_AFFECT_CONFIG' are mutually exclusive",
    );
  return impactOf(domain, flags);
}

/** The definition that a call with one impact reads. */
export function definitionOf(domain: TestDomain, impact: Impact): Definition {
  return impact.live ? domain.definition : domain.config;
}

/** Puts a changed definition in place of each one that the call is about. */
export function change(domain: TestDomain, impact: Impact, how: (definition: Definition) => Definition): void {
  const next = impact.config ? how(domain.config) : undefined;
  if (impact.live) domain.definition = how(domain.definition);
  if (next !== undefined) domain.config = next;
}

export function requireActive(domain: TestDomain): void {
  if (!domain.active) throw notRunning();
}

function notRunning(): Error {
  return domainError('VIR_ERR_OPERATION_INVALID', 'domain is not running');
}
