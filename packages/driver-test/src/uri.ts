/** `test:///default`, with or without parameters. */
export function isDefault(uri: string): boolean {
  return /^test:\/\/\/default(?:[?#]|$)/.test(uri);
}
