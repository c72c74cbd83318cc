/**
 * A table as virsh prints it: a blank before each row, columns three blanks apart, a line of dashes below the heading.
 *
 * @param quiet rows only
 *
 * @example
 * ```ts
 * table(['Id', 'Name'], [['1', 'web']]);
 * // ' Id   Name\n------------\n 1    web\n'
 * ```
 */
export function table(heading: readonly string[], rows: readonly (readonly string[])[], quiet = false): string {
  const shown = (quiet ? rows : [heading, ...rows]).map((row) => row.map(printable));
  const widths = heading.map((_, column) => Math.max(0, ...shown.map((row) => columnsOf(row[column] ?? ''))));
  const lines = shown.map((row) => ` ${row.map((cell, column) => pad(cell, widths, column)).join('')}`);
  if (!quiet) lines.splice(1, 0, '-'.repeat(widths.reduce((sum, width) => sum + width + 3, 0)));
  return lines.map((line) => `${line}\n`).join('');
}

/** The last column is not padded: lines do not end in blanks. */
function pad(cell: string, widths: readonly number[], column: number): string {
  if (column === widths.length - 1) return cell;
  return cell + ' '.repeat((widths[column] as number) - columnsOf(cell) + 3);
}

/** Control characters would move the cursor: they are shown as `\x1b`. */
function printable(cell: string): string {
  // eslint-disable-next-line no-control-regex
  return cell.replace(/[\u0000-\u001f\u007f-\u009f]/g, (char) =>
    [...new TextEncoder().encode(char)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join(''),
  );
}

/** Columns that a text takes on a terminal: wide characters two, combining ones none. */
export function columnsOf(text: string): number {
  let width = 0;
  for (const char of text) {
    if (/\p{Mark}|\p{Cf}/u.test(char)) continue;
    width += isWide(char.codePointAt(0) as number) ? 2 : 1;
  }
  return width;
}

const wideRanges: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1faff],
  [0x20000, 0x3fffd],
];

const isWide = (code: number): boolean => code >= 0x1100 && wideRanges.some(([first, last]) => code >= first && code <= last);
