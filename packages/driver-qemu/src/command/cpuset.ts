import { Bitmap } from '@virtweave/core-util';

/** The numbers of a set such as `0-3,^2`. */
export function parseBitmap(text: string): number[] {
  return Bitmap.parse(text).toArray();
}

/** Numbers as ranges: `[0, 1, 2, 5]` is `['0-2', '5']`. */
export function ranges(numbers: readonly number[]): string[] {
  const found: string[] = [];
  for (let i = 0; i < numbers.length;) {
    const start = numbers[i] as number;
    let end = start;
    while (numbers[i + 1] === end + 1) {
      end += 1;
      i += 1;
    }
    i += 1;
    found.push(start === end ? `${start}` : `${start}-${end}`);
  }
  return found;
}
