import type { Figure } from './benchmark.ts';

/** A figure with the benchmark that it belongs to. */
export interface ReportedFigure extends Figure {
  readonly benchmark: string;
}

/** Ours in relation to the other, or undefined when there is no other. */
export function ratioOf({ ours, other }: Figure): number | undefined {
  return other === undefined ? undefined : ours / other;
}

/** Does a figure exceed its limit? */
export function isMissed(figure: Figure): boolean {
  return figure.limit !== undefined && (ratioOf(figure) ?? figure.ours) > figure.limit;
}

/** All figures as one table. */
export function formatTable(figures: readonly ReportedFigure[]): string {
  const rows = figures.map((figure) => {
    const { benchmark, what, ours, other, unit, limit } = figure;
    return [
      benchmark,
      what,
      `${short(ours)} ${unit}`,
      other === undefined ? '' : `${short(other)} ${unit}`,
      ratioOf(figure)?.toFixed(2) ?? '',
      limit === undefined ? '' : `<= ${limit}`,
      limit === undefined ? '' : isMissed(figure) ? 'MISSED' : 'ok',
    ];
  });
  const table = [['benchmark', 'what', 'ours', 'other', 'ratio', 'target', ''], ...rows];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  const numeric = new Set([2, 3, 4]);
  const line = (row: readonly string[]): string =>
    row.map((cell, at) => (numeric.has(at) ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0))).join('  ').trimEnd();
  return table.map(line).join('\n');
}

/** Three digits that count. */
function short(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
