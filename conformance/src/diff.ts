/** A diff of lines in unified style, with three lines around each change. */
export function unifiedDiff(expected: string, actual: string, context = 3): string {
  const edits = editScript(expected.split('\n'), actual.split('\n'));
  const near = edits.map((_, i) => edits.slice(Math.max(0, i - context), i + context + 1).some(({ sign }) => sign !== ' '));
  const lines: string[] = ['--- expected', '+++ produced'];
  for (const [i, { sign, line, at }] of edits.entries()) {
    if (!near[i]) continue;
    if (i === 0 || !near[i - 1]) lines.push(`@@ line ${at} @@`);
    lines.push(`${sign}${line}`);
  }
  return lines.join('\n');
}

interface Edit {
  readonly sign: ' ' | '-' | '+';
  readonly line: string;
  /** Line number in the expected text, from 1. */
  readonly at: number;
}

/** More cells than this would take too long: what lies between common head and tail is then shown whole. */
const largestTable = 4_000_000;

function editScript(a: readonly string[], b: readonly string[]): Edit[] {
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const keep = (from: number, to: number): Edit[] => a.slice(from, to).map((line, i) => ({ sign: ' ', line, at: from + i + 1 }));
  return [
    ...keep(0, head),
    ...middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail), head),
    ...keep(a.length - tail, a.length),
  ];
}

function middle(a: readonly string[], b: readonly string[], offset: number): Edit[] {
  const remove = (i: number): Edit => ({ sign: '-', line: a[i] ?? '', at: offset + i + 1 });
  const add = (i: number, j: number): Edit => ({ sign: '+', line: b[j] ?? '', at: offset + i + 1 });
  if (a.length * b.length > largestTable) return [...a.map((_, i) => remove(i)), ...b.map((_, j) => add(a.length, j))];

  // common[i][j]: length of the longest common subsequence of a from i and b from j.
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  const cell = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i * width + j] = a[i] === b[j] ? cell(i + 1, j + 1) + 1 : Math.max(cell(i + 1, j), cell(i, j + 1));
    }
  }
  const edits: Edit[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      edits.push({ sign: ' ', line: a[i] ?? '', at: offset + i + 1 });
      i++;
      j++;
    } else if (i < a.length && (j === b.length || cell(i + 1, j) >= cell(i, j + 1))) edits.push(remove(i++));
    else edits.push(add(i, j++));
  }
  return edits;
}
