/**
 * Splits at commas; two of them are one that does not split.
 *
 * @example
 * ```ts
 * splitList('vda,file=/a,,b'); // ['vda', 'file=/a,b']
 * ```
 */
export function splitList(written: string): string[] {
  const parts = [''];
  for (let at = 0; at < written.length; at += 1) {
    const char = written.charAt(at);
    if (char !== ',') parts[parts.length - 1] += char;
    else if (written.charAt(at + 1) === ',') {
      parts[parts.length - 1] += ',';
      at += 1;
    } else parts.push('');
  }
  return parts;
}
