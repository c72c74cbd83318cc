import { backingError, jsonError } from './backing-errors.ts';
import { readInetServer, readServer, readServers } from './backing-json-server.ts';
import type { BackingStore } from './backing-store.ts';
import { parseBackingUri } from './backing-uri.ts';
import { parseCookies } from './cookies.ts';
import { jsonNumber, jsonObject, jsonText, type JsonObject } from './json-object.ts';
import type { ImageHost, ImageProtocol, NetworkImageSource } from './source.ts';

type JsonDriver = (options: JsonObject, text: string) => BackingStore;

/** How the options of QEMU's protocol drivers become a source. */
export const jsonDrivers: ReadonlyMap<string, JsonDriver> = new Map<string, JsonDriver>([
  ['file', (options) => ({ source: { type: 'file', file: filename(options) }, complete: true })],
  ['host_device', (options) => ({ source: { type: 'block', dev: filename(options) }, complete: true })],
  ['host_cdrom', (options) => ({ source: { type: 'block', dev: filename(options) }, complete: true })],
  ['http', (options, text) => parseWeb('http', options, text)],
  ['https', (options, text) => parseWeb('https', options, text)],
  ['ftp', (options, text) => parseWeb('ftp', options, text)],
  ['ftps', (options, text) => parseWeb('ftps', options, text)],
  ['tftp', (options, text) => parseWeb('tftp', options, text)],
  ['gluster', parseGluster],
  ['iscsi', parseIscsi],
  ['nbd', parseNbd],
  ['sheepdog', parseSheepdog],
  ['ssh', parseSsh],
  ['rbd', parseRbd],
  ['nfs', parseNfs],
  ['vxhs', parseVxhs],
  ['nvme', parseNvme],
]);

function filename(options: JsonObject): string {
  const path = jsonText(options, 'filename');
  if (path === undefined) throw jsonError(`missing 'filename' field in JSON backing volume definition`);
  return path;
}

function network(protocol: ImageProtocol, name: string | undefined, hosts: readonly ImageHost[]): NetworkImageSource {
  return { type: 'network', protocol, ...(name === undefined ? {} : { name }), hosts: [...hosts] };
}

/** A URI of the driver's own protocol. */
function parseUriOption(protocol: ImageProtocol, uri: string): BackingStore & { readonly source: NetworkImageSource } {
  const store = parseBackingUri(uri);
  if (store.source.protocol !== protocol) {
    throw jsonError(`expected protocol '${protocol}' but got '${store.source.protocol}' in URI JSON volume definition`);
  }
  return store;
}

/** Options that carry a secret: a source has no place for it. */
const secrets = ['password', 'password-secret', 'proxy-password-secret', 'cookie-secret', 'key-secret'];
const holdsSecret = (options: JsonObject): boolean => secrets.some((key) => options.has(key));

function parseWeb(protocol: ImageProtocol, options: JsonObject, text: string): BackingStore {
  const url = jsonText(options, 'url');
  if (url === undefined) throw jsonError(`missing 'url' in JSON backing volume definition`);
  const { source, complete } = parseUriOption(protocol, url);
  const verify = options.get('sslverify');
  if (verify !== undefined) {
    const on = verify === true || verify === 'on';
    if (!on && verify !== false && verify !== 'off') throw malformed('sslverify', text);
    source.ssl = { verify: on };
  }
  const cookie = jsonText(options, 'cookie');
  if (cookie !== undefined) source.cookies = parseCookies(cookie, text);
  const readahead = optionalNumber(options, 'readahead', text);
  if (readahead !== undefined) source.readahead = { size: readahead };
  const timeout = optionalNumber(options, 'timeout', text);
  if (timeout !== undefined) source.timeout = { seconds: timeout };
  return { source, complete: complete && !holdsSecret(options) && !options.has('username') };
}

function optionalNumber(options: JsonObject, key: string, text: string): number | bigint | undefined {
  if (!options.has(key)) return undefined;
  const value = jsonNumber(options, key);
  if (value === undefined) throw malformed(key, text);
  return value;
}

const malformed = (key: string, text: string): Error => jsonError(`malformed '${key}' field in backing store definition '${text}'`);

function parseGluster(options: JsonObject): BackingStore {
  const uri = jsonText(options, 'filename');
  if (uri !== undefined) return parseUriOption('gluster', uri);
  const volume = jsonText(options, 'volume');
  const path = jsonText(options, 'path');
  const servers = readServers(options.get('server'), readServer);
  if (volume === undefined || path === undefined || servers === undefined) {
    throw jsonError(`missing 'volume', 'path' or 'server' attribute in JSON backing definition for gluster volume`);
  }
  if (servers.length === 0) throw jsonError('at least 1 server is necessary in JSON backing definition for gluster volume');
  return { source: network('gluster', `${volume}/${path}`, servers), complete: true };
}

function parseIscsi(options: JsonObject): BackingStore {
  const uri = jsonText(options, 'filename');
  if (uri !== undefined) return parseUriOption('iscsi', uri);
  if (jsonText(options, 'transport') !== 'tcp') throw jsonError('only TCP transport is supported for iSCSI volumes');
  const portal = jsonText(options, 'portal');
  const target = jsonText(options, 'target');
  if (portal === undefined) throw jsonError(`missing 'portal' address in iSCSI backing definition`);
  if (target === undefined) throw jsonError(`missing 'target' in iSCSI backing definition`);
  // The address may be an IPv6 one; its brackets are part of the name.
  const [, name = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/.exec(portal) ?? [];
  if (name === '') throw jsonError(`failed to parse port from iSCSI portal '${portal}'`);
  const host = port === undefined ? { name } : { name, port: Number(port) };
  const source = network('iscsi', `${target}/${String(options.has('lun') ? (jsonNumber(options, 'lun') ?? 0) : 0)}`, [host]);
  const iqn = jsonText(options, 'initiator-name');
  if (iqn !== undefined) source.initiator = { iqn };
  return { source, complete: !holdsSecret(options) && !options.has('user') };
}

function parseNbd(options: JsonObject): BackingStore {
  const path = jsonText(options, 'path');
  const server = jsonObject(options.get('server'));
  let host: ImageHost;
  if (path !== undefined) host = { transport: 'unix', socket: path };
  else if (server !== undefined) host = readServer(server);
  else if (options.has('host')) host = readInetServer(options);
  else throw jsonError('missing host specification of NBD server in JSON backing volume definition');
  return { source: network('nbd', jsonText(options, 'export'), [host]), complete: true };
}

function parseSheepdog(options: JsonObject): BackingStore {
  const name = jsonText(options, 'filename');
  if (name !== undefined) {
    if (!name.includes('://')) throw jsonError('missing sheepdog URI in JSON backing volume definition');
    return parseUriOption('sheepdog', name);
  }
  const vdi = jsonText(options, 'vdi');
  if (vdi === undefined) throw jsonError('missing sheepdog vdi name');
  const server = jsonObject(options.get('server'));
  if (server === undefined) throw jsonError('missing remote server specification in JSON backing volume definition');
  return { source: network('sheepdog', vdi, [readServer(server)]), complete: true };
}

function parseSsh(options: JsonObject): BackingStore {
  const uri = jsonText(options, 'filename');
  if (uri !== undefined) return parseUriOption('ssh', uri);
  const path = jsonText(options, 'path');
  const server = jsonObject(options.get('server')) ?? (options.has('host') ? options : undefined);
  if (path === undefined || server === undefined) {
    throw jsonError('missing host/server or path of SSH JSON backing volume definition');
  }
  const user = jsonText(options, 'user');
  return {
    source: network('ssh', path, [readInetServer(server)]),
    complete: true,
    ...(user === undefined ? {} : { user }),
    ...(skipsHostKey(options) ? { hostKeyCheck: false } : {}),
  };
}

/** Today's form is an object with a mode; `host_key_check` is that of older QEMUs. */
function skipsHostKey(options: JsonObject): boolean {
  const check = jsonObject(options.get('host-key-check'));
  return jsonText(options, 'host_key_check') === 'no' || (check !== undefined && jsonText(check, 'mode') === 'none');
}

function parseRbd(options: JsonObject): BackingStore {
  const pool = jsonText(options, 'pool');
  const image = jsonText(options, 'image');
  if (pool === undefined || image === undefined) {
    throw jsonError('missing pool or image name in ceph backing volume JSON specification');
  }
  const namespace = jsonText(options, 'namespace');
  const name = namespace === undefined ? `${pool}/${image}` : `${pool}/${namespace}/${image}`;
  const source = network('rbd', name, readServers(options.get('server'), readInetServer) ?? []);
  const file = jsonText(options, 'conf');
  if (file !== undefined) source.config = { file };
  const snapshot = jsonText(options, 'snapshot');
  if (snapshot !== undefined) source.snapshot = { name: snapshot };
  const user = jsonText(options, 'user');
  return { source, complete: !holdsSecret(options), ...(user === undefined ? {} : { user }) };
}

function parseNfs(options: JsonObject): BackingStore {
  const server = jsonObject(options.get('server'));
  if (server === undefined) throw jsonError(`missing 'server' attribute in JSON backing definition for NFS volume`);
  const path = jsonText(options, 'path');
  if (path === undefined) throw jsonError(`missing 'path' attribute in JSON backing definition for NFS volume`);
  const user = jsonNumber(options, 'user');
  const group = jsonNumber(options, 'group');
  if (user === undefined || group === undefined) {
    throw jsonError(`missing 'user' or 'group' attribute in JSON backing definition for NFS volume`);
  }
  const source = network('nfs', path, [readServer(server)]);
  source.identity = { user: `+${user}`, group: `+${group}` };
  return { source, complete: true };
}

function parseVxhs(options: JsonObject): BackingStore {
  const id = jsonText(options, 'vdisk-id');
  const server = jsonObject(options.get('server'));
  if (id === undefined || server === undefined) {
    throw jsonError(`missing 'vdisk-id' or 'server' attribute in JSON backing definition for VxHS volume`);
  }
  return { source: network('vxhs', id, [readInetServer(server)]), complete: true };
}

function parseNvme(options: JsonObject): BackingStore {
  const device = jsonText(options, 'device');
  const namespace = jsonNumber(options, 'namespace');
  if (device === undefined || namespace === undefined) throw jsonError('missing namespace or address of nvme backing');
  const match = /^([\da-f]{1,8}):([\da-f]{1,2}):([\da-f]{1,2})\.([0-7])$/i.exec(device);
  if (match === null) throw backingError(`cannot parse '${device}' as PCI address`);
  const [domain = 0, bus = 0, slot = 0, fn = 0] = match.slice(1).map((digits) => Number.parseInt(digits, 16));
  return { source: { type: 'nvme', kind: 'pci', namespace, address: { domain, bus, slot, function: fn } }, complete: true };
}
