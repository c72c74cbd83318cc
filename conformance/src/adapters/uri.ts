import { formatParams, formatUri, parseUri } from '@virtweave/core-util';
import type { Adapter } from '../adapter.ts';

/** URIs: the parts, and the text after the query was rebuilt from its parameters. */
export const run: Adapter = ({ uri: text }) => {
  const uri = parseUri(String(text));
  return {
    formatted: formatUri({ ...uri, query: formatParams(uri.params), params: undefined }),
    scheme: uri.scheme,
    server: uri.server ?? null,
    port: uri.port,
    path: uri.path ?? null,
    query: uri.query ?? null,
    fragment: uri.fragment ?? null,
    user: uri.user ?? null,
    params: uri.params,
  };
};
