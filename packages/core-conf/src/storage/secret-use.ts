import { normalizeUuid } from '@virtweave/core-util/values';
import type { XmlElement } from '@virtweave/core-util/xml';
import { problem } from '../table/problem.ts';

/**
 * Refuses a `<secret>` that names none, or two, and writes its UUID as libvirt does.
 *
 * @returns the UUID, when the secret is named by one
 */
export function secretUuid(element: XmlElement): string | undefined {
  const uuid = element.attr('uuid');
  const usage = element.attr('usage');
  if (uuid === undefined && usage === undefined) throw problem(element, 'missing secret uuid or usage attribute');
  if (uuid !== undefined && usage !== undefined) throw problem(element, 'either secret uuid or usage expected');
  if (uuid === undefined) return undefined;
  try {
    return normalizeUuid(uuid);
  } catch {
    throw problem(element, `invalid secret uuid '${uuid}'`, { attribute: 'uuid' });
  }
}
