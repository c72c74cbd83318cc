/**
 * The first JavaScript example of a README, as it stands there; undefined when it has none. A line
 * `<!-- needs: PROGRAM... -->` above it names programs without which it cannot run.
 */
export function firstExample(readme) {
  const found = /(?:^<!-- needs: (?<needs>[^\n]+?) -->\n+)?^```(?:js|javascript|mjs)\b[^\n]*\n(?<code>.*?)^```$/ms.exec(readme);
  if (found === null) return undefined;
  return { code: found.groups.code, needs: found.groups.needs?.split(/[\s,]+/) ?? [] };
}
