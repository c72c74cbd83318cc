import { VirtError } from './errors/virt-error.ts';

/** One parameter of a URI's query, decoded. */
export interface UriParam {
  readonly name: string;
  readonly value: string;
}

/** A connection URI in its parts (`virURI`). Everything but `query` is decoded. */
export interface ConnectionUri {
  /** As written, transport included: `qemu+ssh`. See {@link splitScheme}. */
  readonly scheme: string;
  /** With the password, if one was written: `user:secret`. */
  readonly user?: string | undefined;
  /** Host name or address; IPv6 without its brackets. */
  readonly server?: string | undefined;
  /** 0 when the URI names none. */
  readonly port?: number | undefined;
  readonly path?: string | undefined;
  /** As written, still encoded; `''` for a lone `?`. */
  readonly query?: string | undefined;
  readonly fragment?: string | undefined;
  /** The query's parameters in their order; a name may occur more than once. */
  readonly params?: readonly UriParam[] | undefined;
}

/** What {@link parseUri} returns: `port` and `params` are always there. */
export interface ParsedUri extends ConnectionUri {
  readonly port: number;
  readonly params: readonly UriParam[];
}

/** Driver and transport of a scheme, such as `qemu` and `ssh` of `qemu+ssh`. */
export interface SchemeParts {
  readonly driver: string;
  readonly transport: string | undefined;
}

const pchar = `A-Za-z0-9._~!$&'()*+,;=:@\\-`;
const encoded = '%[0-9A-Fa-f]{2}';
const parts: RegExp = new RegExp(
  '^([A-Za-z][A-Za-z0-9+.-]*):' +
    `(?://(?:((?:[A-Za-z0-9._~!$&'()*+,;=:-]|${encoded})*)@)?` +
    `(\\[[^\\]/?#\\s]*\\]|(?:[A-Za-z0-9._~!$&'()*+,;=-]|${encoded})*)(?::([0-9]+))?(?=[/?#]|$)|(?!//))` +
    `((?:[${pchar}/]|${encoded})*)` +
    `(?:\\?((?:[${pchar}/?]|${encoded})*))?` +
    `(?:#((?:[${pchar}/?[\\]]|${encoded})*))?$`,
);

/**
 * Parses a connection URI as libvirt does (`virURIParse`).
 *
 * @throws VirtError VIR_ERR_INVALID_ARG when the text is not a URI; VIR_ERR_NO_CONNECT when it names no driver.
 *
 * @example
 * ```ts
 * const uri = parseUri('qemu+ssh://root@[2001:db8::1]:2222/system?no_verify=1');
 * uri.server; // '2001:db8::1'
 * uri.params; // [{ name: 'no_verify', value: '1' }]
 * ```
 */
export function parseUri(text: string): ParsedUri {
  const match = parts.exec(text);
  if (match === null) throw notParsed(text);
  const [, scheme = '', user, host, digits, path, query, fragment] = match;
  // A port means nothing without a server.
  const port = host === undefined || host === '' ? 0 : Number(digits ?? 0);
  if (port > 65535) throw bad(text, `port ${digits} is above 65535`);
  return {
    scheme,
    user: user === undefined || user === '' ? undefined : decode(user, text),
    server: host === undefined || host === '' ? undefined : decodeHost(host, text),
    port,
    path: path === undefined || path === '' ? undefined : decode(path, text),
    query,
    fragment: fragment === undefined ? undefined : decode(fragment, text),
    params: query === undefined ? [] : parseParams(query, text),
  };
}

/**
 * Writes a URI (`virURIFormat`). The query is `query` as it is, or made from `params` when `query` is absent; give
 * `{ ...uri, query: formatParams(uri.params) }` after changing the parameters.
 */
export function formatUri(uri: ConnectionUri): string {
  const { scheme, user, server, port, path, fragment } = uri;
  let text = `${scheme}:`;
  // A path without a slash would be read as the server's name.
  if (server !== undefined || path === undefined || path.startsWith('/')) text += '//';
  if (user !== undefined) text += `${encode(user, userSafe)}@`;
  if (server !== undefined) text += server.includes(':') ? `[${server.replaceAll('%', '%25')}]` : encode(server, hostSafe);
  if (port !== undefined && port > 0) text += `:${port}`;
  if (path !== undefined) text += encode(path, pathSafe);
  const query = uri.query ?? (uri.params === undefined ? undefined : formatParams(uri.params));
  if (query !== undefined) text += `?${query}`;
  if (fragment !== undefined) text += `#${encode(fragment, fragmentSafe)}`;
  return text;
}

/** Builds a query from parameters (`virURIFormatParams`); undefined when there are none. */
export function formatParams(params: readonly UriParam[]): string | undefined {
  if (params.length === 0) return undefined;
  return params.map(({ name, value }) => `${encode(name, valueSafe)}=${encode(value, valueSafe)}`).join('&');
}

/** Value of the first parameter of this name (`virURIGetParam`), or undefined. */
export function uriParam(uri: ConnectionUri, name: string): string | undefined {
  return uri.params?.find((param) => param.name === name)?.value;
}

/** Splits a scheme into driver and transport: `qemu+ssh` is driver `qemu` over `ssh`. */
export function splitScheme(scheme: string): SchemeParts {
  const plus = scheme.indexOf('+');
  if (plus < 0) return { driver: scheme, transport: undefined };
  return { driver: scheme.slice(0, plus), transport: scheme.slice(plus + 1) };
}

/** Parameters are separated by `&`, or by `;` in what follows the last `&`, as libvirt has it. */
function parseParams(query: string, text: string): UriParam[] {
  const sections = query.split('&');
  const last = sections.pop() ?? '';
  const params: UriParam[] = [];
  for (const section of [...sections, ...last.split(';')]) {
    const equals = section.indexOf('=');
    // `=value` names nothing and is passed over.
    if (section === '' || equals === 0) continue;
    const name = equals < 0 ? section : section.slice(0, equals);
    params.push({ name: decode(name, text), value: equals < 0 ? '' : decode(section.slice(equals + 1), text) });
  }
  return params;
}

const userSafe = /[A-Za-z0-9._~!$&'()*+,;=:-]/;
const hostSafe = /[A-Za-z0-9._~!$&'()*+,;=[\]-]/;
// libvirt writes a colon in a path as %3A.
const pathSafe = /[A-Za-z0-9._~!$&'()*+,;=@/-]/;
const fragmentSafe = /[A-Za-z0-9._~!$&'()*+,;=:@/?[\]-]/;
const valueSafe = /[A-Za-z0-9._~-]/;

function encode(text: string, safe: RegExp): string {
  let encodedText = '';
  for (const character of text) encodedText += safe.test(character) ? character : percent(character);
  return encodedText;
}

function percent(character: string): string {
  let text = '';
  for (const byte of new TextEncoder().encode(character)) text += `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  return text;
}

function decodeHost(host: string, text: string): string {
  const server = decode(host, text);
  return server.startsWith('[') && server.includes(':') ? server.slice(1, -1) : server;
}

/** Bytes that are not UTF-8 stay as they are written: a string could not hold them. */
function decode(part: string, text: string): string {
  if (!part.includes('%')) return part;
  if (part.includes('%00')) throw bad(text, 'it contains the character NUL (%00)');
  return part.replace(/(?:%[0-9A-Fa-f]{2})+/g, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}

function notParsed(text: string): VirtError {
  if (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(text)) {
    const odd = /[^A-Za-z0-9._~!$&'()*+,;=:@/?#[\]%-]/u.exec(text)?.[0];
    return bad(text, odd === undefined ? '' : `'${odd}' must be written ${percent(odd)}`);
  }
  if (/^[^:]*$|^\//.test(text)) return new VirtError('VIR_ERR_NO_CONNECT', `URI '${text}' does not include a driver name`);
  return bad(text, '');
}

function bad(text: string, why: string): VirtError {
  return new VirtError('VIR_ERR_INVALID_ARG', `Unable to parse URI ${text}${why === '' ? '' : `: ${why}`}`, {
    domain: 'VIR_FROM_URI',
  });
}
