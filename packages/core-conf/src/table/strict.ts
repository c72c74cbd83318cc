import type { XmlElement } from '@virtweave/core-util/xml';
import type { NameCheck } from './field.ts';
import { problem } from './problem.ts';

/** Refuses the first unknown attribute or element, and names the nearest known one. */
export function checkNames(root: XmlElement, check: NameCheck): void {
  check(root, ({ element, attribute, known }) => {
    const unknown = attribute ?? element.name;
    const nearest = nearestName(unknown, known);
    const hint = nearest === undefined ? '' : `; did you mean '${nearest}'?`;
    throw problem(
      element,
      attribute === undefined
        ? `unknown element '${unknown}' in element '${element.parent?.name ?? ''}'${hint}`
        : `unknown attribute '${unknown}' in element '${element.name}'${hint}`,
      { code: 'VIR_ERR_XML_INVALID_SCHEMA', ...(attribute !== undefined && { attribute }) },
    );
  });
}

/** The known name that differs least, if it differs little. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  const word = name.slice(0, 64); // hostile ones may be longer than any name
  let least = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) >= least) continue;
    const distance = editDistance(word, candidate);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
