import { XmlElement } from '@virtweave/core-util/xml';
import type { Domain } from './domain.ts';

/** A copy that shares nothing with the original but foreign XML, which nobody changes. */
export function cloneDomain(domain: Domain): Domain {
  return copy(domain) as Domain;
}

function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  if (typeof value !== 'object' || value === null || value instanceof XmlElement) return value;
  const result: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) result[key] = copy(inner);
  return result;
}
