import type { Answer, Played } from './play.ts';

/** Lines to which our answer is another one than that of Debian's libvirtd 9.0, and why. */
export interface Difference {
  readonly lines: RegExp;
  readonly reason: string;
}

/** What differs without a reason; and the reasons that nothing needs any more. */
export function differences(theirs: Played, ours: Played, known: readonly Difference[]): { readonly unknown: readonly object[]; readonly used: ReadonlySet<Difference> } {
  const used = new Set<Difference>();
  const unknown = theirs.answers.flatMap((their, at) => {
    const our = ours.answers[at];
    if (text(their) === text(our)) return [];
    const reason = known.find(({ lines }) => lines.test(their.line));
    if (reason === undefined) return [{ line: their.line, theirs: resultOf(their), ours: our && resultOf(our) }];
    used.add(reason);
    return [];
  });
  return { unknown, used };
}

/** Objects come without an order of their members. */
function text(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );
}

function resultOf({ line: _, ...result }: Answer): object {
  return result;
}
