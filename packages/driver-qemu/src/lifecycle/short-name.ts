/** `ID-NAME` with at most 20 characters of the name, and none that would leave the folder or trouble a socket path. */
export function shortName(id: number, name: string): string {
  const safe = Array.from(name, (letter) => (/[\w.@+:-]/.test(letter) ? letter : '_')).slice(0, 20).join('');
  return `${id}-${safe}`;
}
