import { jsonError } from './backing-errors.ts';

/** Cookies as a browser sends them: `name=value; name=value`. */
export function parseCookies(text: string, whole: string): { name: string; value: string }[] {
  const cookies: { name: string; value: string }[] = [];
  for (const part of text.split(';')) {
    const cookie = part.trim();
    if (cookie === '') continue;
    const equals = cookie.indexOf('=');
    if (equals <= 0) throw jsonError(`malformed http cookie '${cookie}' in backing store definition '${whole}'`);
    cookies.push({ name: cookie.slice(0, equals), value: cookie.slice(equals + 1) });
  }
  return cookies;
}
