/**
 * A path without what says nothing: doubled slashes and one at the end. Two at the beginning stay, since POSIX gives them a
 * meaning; so does a URI.
 */
export function sanitizePath(path: string): string {
  const uri = path.indexOf('://');
  if (uri >= 0 && path.indexOf('/') > uri) return path;
  const root = /^\/\/(?!\/)/.test(path) ? '//' : '';
  const rest = path.slice(root.length).replace(/\/+/g, '/');
  return root + (rest.length + root.length > 1 ? rest.replace(/\/$/, '') : rest);
}
