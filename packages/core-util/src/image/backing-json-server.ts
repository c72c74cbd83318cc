import { backingError, jsonError } from './backing-errors.ts';
import { jsonList, jsonNumber, jsonText, type Json, type JsonObject } from './json-object.ts';
import type { ImageHost } from './source.ts';

/** A list of servers; undefined when there is none. */
export function readServers(value: Json | undefined, read: (server: JsonObject) => ImageHost): ImageHost[] | undefined {
  return jsonList(value)?.map((server) => {
    if (!(server instanceof Map)) throw jsonError('missing remote server specification in JSON backing volume definition');
    return read(server);
  });
}

/** A server that says what kind of address it has. */
export function readServer(server: JsonObject): ImageHost {
  const type = jsonText(server, 'type');
  switch (type) {
    case undefined:
      throw jsonError('missing socket address type in JSON backing volume definition');
    case 'tcp':
    case 'inet':
      return readInetServer(server);
    case 'unix': {
      const socket = jsonText(server, 'socket') ?? jsonText(server, 'path');
      if (socket === undefined) {
        throw jsonError('missing socket path for udp backing server in JSON backing volume definition');
      }
      return { transport: 'unix', socket };
    }
    default:
      throw backingError(`backing store protocol '${type}' is not yet supported`);
  }
}

/** A server by name and, perhaps, port. */
export function readInetServer(server: JsonObject): ImageHost {
  const name = jsonText(server, 'host');
  if (name === undefined) {
    throw jsonError('missing hostname for tcp backing server in JSON backing volume definition');
  }
  if (!server.has('port')) return { name };
  const port = jsonNumber(server, 'port');
  if (port === undefined || port > 65535) throw jsonError(`port of server '${name}' in JSON backing volume definition is not a number`);
  // 0: the protocol has no port of its own, so the server's configuration says it.
  return port === 0n || port === 0 ? { name } : { name, port: Number(port) };
}
