import { backingError } from './backing-errors.ts';
import type { BackingStore } from './backing-store.ts';
import { isImageProtocol, type ImageHost, type NetworkImageSource } from './source.ts';

/** A backing store in one of QEMU's older forms, `protocol:...`. */
export function parseBackingColon(text: string): BackingStore {
  const colon = text.indexOf(':');
  const protocol = text.slice(0, colon);
  if (colon <= 0) throw backingError(`invalid backing protocol string '${text}'`);
  if (!isImageProtocol(protocol)) throw backingError(`invalid backing protocol '${protocol}'`);
  switch (protocol) {
    case 'nbd':
      return { source: parseNbd(text), complete: true };
    case 'rbd':
      return parseRbd(text.slice('rbd:'.length));
    case 'sheepdog':
    case 'gluster':
    case 'iscsi':
      throw backingError(`backing store parser is not implemented for protocol ${protocol}`);
    default:
      throw backingError(`malformed backing store path for protocol ${protocol}`);
  }
}

const exportMark = ':exportname=';

/** `nbd:HOST:PORT[:exportname=NAME]`, `nbd:unix:SOCKET[:exportname=NAME]`. */
function parseNbd(text: string): NetworkImageSource {
  const mark = text.indexOf(exportMark);
  const name = mark < 0 ? '' : text.slice(mark + exportMark.length);
  const address = text.slice('nbd:'.length, mark < 0 ? undefined : mark);
  return {
    type: 'network',
    protocol: 'nbd',
    ...(name === '' ? {} : { name }),
    hosts: [nbdHost(address, text)],
  };
}

function nbdHost(address: string, text: string): ImageHost {
  if (address.startsWith('unix:')) {
    const socket = address.slice('unix:'.length);
    if (socket === '') throw backingError(`malformed nbd string '${text}'`);
    return { transport: 'unix', socket };
  }
  const match = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(address);
  const port = Number(match?.[3]);
  if (match === null || port > 65535) throw backingError(`malformed nbd string '${text}'`);
  return { name: match[1] ?? match[2] ?? '', port };
}

/** `rbd:POOL/IMAGE[@SNAPSHOT][:OPTION=VALUE...]`; a backslash takes the meaning from what follows it. */
function parseRbd(text: string): BackingStore {
  const [image = '', ...options] = splitEscaped(text, /:/);
  const [name = '', snapshot] = splitEscaped(image, /@/);
  if (name === '') throw backingError(`malformed backing store path for protocol rbd`);
  const source: NetworkImageSource = { type: 'network', protocol: 'rbd', name: unescape(name), hosts: [] };
  if (snapshot !== undefined) source.snapshot = { name: unescape(snapshot) };
  let user: string | undefined;
  for (const option of options) {
    const equals = option.indexOf('=');
    const value = option.slice(equals + 1);
    switch (equals < 0 ? '' : option.slice(0, equals)) {
      case 'id':
        user = unescape(value);
        break;
      case 'mon_host':
        // Colons and semicolons are escaped here for the sake of the list around it.
        source.hosts = unescape(value).split(/[;,]/).flatMap((host) => rbdHost(host.trim(), text));
        break;
      case 'conf':
        source.config = { file: unescape(value) };
        break;
      default:
      // Whatever else librados may be told (auth_supported, key, ...) is not part of a source.
    }
  }
  return { source, complete: true, ...(user === undefined ? {} : { user }) };
}

function rbdHost(text: string, whole: string): ImageHost[] {
  if (text === '') return [];
  const match = /^(\[[^\]]+\]|[^:]+)(?::(\d{1,5}))?$/.exec(text);
  if (match === null) throw backingError(`malformed backing store path for protocol rbd: '${whole}'`);
  return [{ name: match[1] ?? '', ...(match[2] === undefined ? {} : { port: Number(match[2]) }) }];
}

/** Splits at separators that have no backslash before them. Escapes stay. */
function splitEscaped(text: string, separator: RegExp): string[] {
  const parts = [''];
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (separator.test(character)) {
      parts.push('');
      continue;
    }
    const escaped = character === '\\' && at + 1 < text.length ? text.charAt(++at) : '';
    parts[parts.length - 1] += character + escaped;
  }
  return parts;
}

const unescape = (text: string): string => text.replace(/\\(.)/gs, '$1');
