import { VirtError } from '@virtweave/core-util/errors';
import { formatUri, parseUri, splitScheme, type ParsedUri, type UriParam } from '@virtweave/core-util/uri';
import { readTransport, type TransportName } from './transport-name.ts';

/** What a URI says about the way to the daemon, and what the daemon is asked to open. */
export interface RemoteAddress {
  readonly transport: TransportName;
  /** `qemu` of `qemu+ssh://host/system`. */
  readonly driver: string;
  /** The URI that the daemon opens; undefined lets it choose. */
  readonly name: string | undefined;
  readonly server: string | undefined;
  /** 0 when the URI names none. */
  readonly port: number;
  readonly user: string | undefined;
  /** A daemon of the user's own rather than the system's. */
  readonly session: boolean;
  readonly params: RemoteParams;
}

/** libvirt's parameters of remote URIs, by their names. */
export interface RemoteParams {
  readonly socket?: string;
  readonly mode?: 'auto' | 'legacy' | 'direct';
  readonly command?: string;
  readonly netcat?: string;
  readonly proxy?: 'auto' | 'native' | 'netcat';
  readonly keyfile?: string;
  readonly sshauth?: readonly string[];
  readonly knownHosts?: string;
  readonly knownHostsVerify?: 'normal' | 'auto' | 'ignore';
  readonly pkipath?: string;
  readonly tlsPriority?: string;
  readonly noVerify?: boolean;
  readonly noTty?: boolean;
}

/** Takes a URI apart as libvirt's remote driver does: its own parameters are taken out, the rest is the daemon's. */
export function readAddress(uri: string): RemoteAddress {
  const parsed = parseUri(uri);
  const { driver, transport: written } = splitScheme(parsed.scheme);
  const transport = readTransport(written, parsed.server !== undefined);
  if (transport === 'unix' && parsed.server !== undefined)
    throw invalid(`using unix socket and remote server '${parsed.server}' is not supported.`);
  if (transport === 'ext' && value(parsed, 'command') === undefined) throw invalid(`remote_open: for 'ext' transport, command is required`);
  if (transport !== 'unix' && transport !== 'ext' && parsed.server === undefined)
    throw invalid(`${uri}: transport ${transport} needs the name of a server`);
  return {
    transport,
    driver,
    name: nameFor(parsed, driver),
    server: parsed.server,
    port: parsed.port,
    user: parsed.user,
    session: /^\/session/.test(parsed.path ?? '') || (driver === 'test' && process.getuid?.() !== 0),
    params: readParams(parsed),
  };
}

const ours = new Set([
  'name', 'socket', 'mode', 'command', 'netcat', 'proxy', 'keyfile', 'sshauth', 'known_hosts', 'known_hosts_verify', 'pkipath',
  'tls_priority', 'no_verify', 'no_tty', 'no_sanity', 'auth',
]);

function nameFor(uri: ParsedUri, driver: string): string | undefined {
  const given = value(uri, 'name');
  if (given !== undefined) return given;
  if (driver === 'remote') return undefined;
  const params: UriParam[] = uri.params.filter(({ name }) => !ours.has(name));
  return formatUri({ scheme: driver, path: uri.path, params, fragment: uri.fragment });
}

function readParams(uri: ParsedUri): RemoteParams {
  const text = (name: string): string | undefined => value(uri, name);
  const given = {
    socket: text('socket'),
    mode: word(uri, 'mode', ['auto', 'legacy', 'direct']),
    command: text('command'),
    netcat: text('netcat'),
    proxy: word(uri, 'proxy', ['auto', 'native', 'netcat']),
    keyfile: text('keyfile'),
    sshauth: text('sshauth')?.split(','),
    knownHosts: text('known_hosts'),
    knownHostsVerify: word(uri, 'known_hosts_verify', ['normal', 'auto', 'ignore']),
    pkipath: text('pkipath'),
    tlsPriority: text('tls_priority'),
    noVerify: truth(uri, 'no_verify'),
    noTty: truth(uri, 'no_tty'),
  };
  return Object.fromEntries(Object.entries(given).filter(([, one]) => one !== undefined)) as RemoteParams;
}

/** The last one counts, as in libvirt. */
function value(uri: ParsedUri, name: string): string | undefined {
  return uri.params.filter((param) => param.name === name).at(-1)?.value;
}

function word<W extends string>(uri: ParsedUri, name: string, words: readonly W[]): W | undefined {
  const given = value(uri, name);
  if (given === undefined) return undefined;
  const known = words.find((one) => one === given);
  if (known === undefined) throw invalid(`Failed to parse value of URI component ${name}: '${given}' is none of ${words.join(', ')}`);
  return known;
}

/** Any number but 0 is yes. */
function truth(uri: ParsedUri, name: string): boolean | undefined {
  const given = value(uri, name);
  if (given === undefined) return undefined;
  if (!/^-?\d+$/.test(given)) throw invalid(`Failed to parse value of URI component ${name}`);
  return Number(given) !== 0;
}

function invalid(detail: string): VirtError {
  return new VirtError('VIR_ERR_INVALID_ARG', detail, { domain: 'VIR_FROM_REMOTE' });
}
