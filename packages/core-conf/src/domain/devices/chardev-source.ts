import type { XmlElement } from '@virtweave/core-util/xml';
import { oneOf, onOff, str, uint, yesNo } from '../../table/codec.ts';
import { child, some } from '../../table/child.ts';
import type { WriteContext } from '../../table/context.ts';
import { attr, attrOr, attrRequired, property, type Field, type Required } from '../../table/field.ts';
import type { JsonSchema } from '../../table/json-schema.ts';
import { invalidAttribute, problem } from '../../table/problem.ts';
import { nameCheck, readTable, table, writeTable, type Table } from '../../table/table.ts';
import { deviceSeclabel, type DeviceSeclabel } from '../seclabel.ts';

/** What stands behind a character device: where its bytes go. */
export type ChardevSource =
  | SimpleChardev
  | FileChardev
  | PathChardev
  | TcpChardev
  | UdpChardev
  | UnixChardev
  | SpiceportChardev
  | NmdmChardev
  | VdagentChardev
  | DbusChardev;

export type ChardevType = ChardevSource['type'];

interface Labelled {
  seclabels?: DeviceSeclabel[];
}

/** Needs nothing else. */
export interface SimpleChardev {
  type: 'null' | 'vc' | 'stdio' | 'spicevmc';
}

export interface FileChardev extends Labelled {
  type: 'file';
  path?: string;
  /** Append to the file instead of emptying it. */
  append?: boolean;
}

/** A pseudo terminal, a host device or a named pipe. */
export interface PathChardev extends Labelled {
  type: 'pty' | 'dev' | 'pipe';
  path?: string;
}

/** Try again when the connection is lost. */
export interface Reconnect {
  enabled?: boolean;
  /** Seconds. */
  timeout?: number;
}

export type ChardevProtocol = 'raw' | 'telnet' | 'telnets' | 'tls';

export interface TcpChardev {
  type: 'tcp';
  /** `bind`: wait for a client; `connect`: be one. */
  mode: 'connect' | 'bind';
  host?: string;
  service?: string;
  tls?: boolean;
  reconnect?: Reconnect;
  protocol: ChardevProtocol;
}

export interface UdpChardev {
  type: 'udp';
  /** Address to send to. */
  connect: { host?: string; service?: string };
  /** Address to receive on. */
  bind: { host?: string; service?: string };
}

export interface UnixChardev extends Labelled {
  type: 'unix';
  mode: 'connect' | 'bind';
  path?: string;
  reconnect?: Reconnect;
}

export interface SpiceportChardev {
  type: 'spiceport';
  channel?: string;
}

/** A pair of nmdm devices (bhyve). */
export interface NmdmChardev {
  type: 'nmdm';
  master?: string;
  slave?: string;
}

export interface VdagentChardev {
  type: 'qemu-vdagent';
  mouse?: 'server' | 'client';
  clipboard?: boolean;
}

export interface DbusChardev {
  type: 'dbus';
  channel?: string;
}

/** `<log>`: a copy of everything that the guest writes. */
export interface ChardevLog {
  file: string;
  append?: boolean;
}

const endMode = oneOf('connect', 'bind');
const seclabels = some('seclabel', deviceSeclabel);
const reconnect = child(
  'reconnect',
  table<Reconnect>(() => ({ enabled: attr('enabled', yesNo), timeout: attr('timeout', uint) })),
);

interface Ends {
  mode?: 'connect' | 'bind';
  host?: string;
  service?: string;
}

type Body<K extends ChardevType> = Omit<
  ChardevSource extends infer S ? (S extends { type: infer T } ? (K extends T ? S : never) : never) : never,
  'type' | 'protocol'
>;

const path: Table<Body<'pty'>> = table<Body<'pty'>>(() => ({ path: attr('path', str), seclabels }));
const file: Table<Body<'file'>> = table<Body<'file'>>(() => ({
  path: attr('path', str),
  append: attr('append', onOff),
  seclabels,
}));
const unix: Table<Omit<UnixChardev, 'type'>> = table<Omit<UnixChardev, 'type'>>(() => ({
  mode: attrOr('mode', endMode, 'connect'),
  path: attr('path', str),
  reconnect,
  seclabels,
}));
const tcp: Table<Omit<TcpChardev, 'type' | 'protocol'>> = table<Omit<TcpChardev, 'type' | 'protocol'>>(() => ({
  mode: attrOr('mode', endMode, 'connect'),
  host: attr('host', str),
  service: attr('service', str),
  tls: attr('tls', yesNo),
  reconnect,
}));
const ends: Table<Ends> = table<Ends>(() => ({
  mode: attr('mode', endMode),
  host: attr('host', str),
  service: attr('service', str),
}));
const channel: Table<{ channel?: string }> = table<{ channel?: string }>(() => ({ channel: attr('channel', str) }));
const nmdm: Table<Body<'nmdm'>> = table<Body<'nmdm'>>(() => ({ master: attr('master', str), slave: attr('slave', str) }));
const vdagent: Table<Body<'qemu-vdagent'>> = table<Body<'qemu-vdagent'>>(() => ({
  clipboard: property('clipboard', 'copypaste', yesNo),
  mouse: property('mouse', 'mode', oneOf('server', 'client')),
}));
const none: Table<object> = table(() => ({}));

/** The table of `<source>` by chardev type; `udp` has two of them and is handled apart. */
const bodies: { readonly [K in ChardevType]: Table<object> } = {
  null: none,
  vc: none,
  stdio: none,
  spicevmc: none,
  pty: path as Table<object>,
  dev: path as Table<object>,
  pipe: path as Table<object>,
  file: file as Table<object>,
  unix: unix as Table<object>,
  tcp: tcp as Table<object>,
  udp: ends as Table<object>,
  spiceport: channel as Table<object>,
  nmdm: nmdm as Table<object>,
  'qemu-vdagent': vdagent as Table<object>,
  dbus: channel as Table<object>,
};

const chardevTypes = Object.keys(bodies) as readonly ChardevType[];

const protocolCodec = oneOf('raw', 'telnet', 'telnets', 'tls');
const bodyCheck = nameCheck(() =>
  [...new Set(Object.values(bodies))].flatMap((one) => one.fields.map(({ field }) => field)),
);

function isChardevType(type: string): type is ChardevType {
  return Object.hasOwn(bodies, type);
}

function caseSchema(type: ChardevType): JsonSchema {
  const end: JsonSchema = { type: 'object', properties: { host: str.schema, service: str.schema }, additionalProperties: false };
  const inner = type === 'udp' ? udpSchema(end) : bodies[type].schema();
  const protocol = type === 'tcp' && { protocol: protocolCodec.schema };
  return {
    ...inner,
    properties: { type: { const: type }, ...inner.properties, ...protocol },
    required: ['type', ...(inner.required ?? []), ...(protocol ? ['protocol'] : [])],
  };
}

function udpSchema(end: JsonSchema): JsonSchema {
  return { type: 'object', properties: { connect: end, bind: end }, required: ['connect', 'bind'], additionalProperties: false };
}

/**
 * `<serial type='...'><source/><protocol/>`: the source of a character device. With `fallback`, that type is meant when
 * the attribute is absent.
 */
export function chardevSource(options: { fallback?: ChardevType } = {}): Required<ChardevSource> {
  return {
    attributes: ['type'],
    children: ['source', 'protocol'],
    required: true,
    lead: true,
    read(element, context) {
      const type = element.attr('type') ?? options.fallback;
      if (type === undefined) throw problem(element, `missing type attribute in element '${element.name}'`);
      if (!isChardevType(type)) {
        throw problem(element, `unknown type presented to host for character device: ${type}`, {
          attribute: 'type',
          code: 'VIR_ERR_CONFIG_UNSUPPORTED',
        });
      }
      const sources = element.all('source');
      if (type === 'udp') return readUdp(sources.map((source) => readTable(ends, source, context)));
      const many = sources.length > 1;
      if (many) {
        throw problem(sources[1] as XmlElement, `only one source element is allowed for character device type '${type}'`);
      }
      const source = sources[0];
      const body = source === undefined ? {} : readTable(bodies[type], source, context);
      if (type === 'tcp') return { type, mode: 'connect', ...body, protocol: readProtocol(element) };
      // Without a path the rest has no meaning, and is not written; who gives the path (a driver, for a channel) gives the rest.
      if (type === 'unix') return { type, mode: 'connect', ...(Object.hasOwn(body, 'path') && body) };
      // The path of a pty is found out when the guest runs.
      if (type === 'pty' && context.inactive) return { type };
      return { type, ...body } as ChardevSource;
    },
    writeAttributes(source, out) {
      out.xml.attr('type', source.type);
    },
    writeChildren: writeChardevSource,
    schema: () => ({ oneOf: chardevTypes.map((type) => caseSchema(type)) }),
    inner: (name) => (name === 'source' ? bodyCheck : nameCheck([attr('type', protocolCodec) as Field<unknown>])),
  };
}

function readProtocol(element: XmlElement): ChardevProtocol {
  const found = element.child('protocol');
  const text = found?.attr('type');
  if (found === undefined || text === undefined) return 'raw';
  const value = protocolCodec.parse(text);
  if (value === undefined) throw invalidAttribute(found, 'type', text);
  return value;
}

function readUdp(sources: readonly Ends[]): UdpChardev {
  const bind = sources.find(({ mode }) => mode === 'bind');
  const connect = sources.find(({ mode }) => mode !== 'bind');
  return { type: 'udp', connect: end(connect), bind: end(bind) };
}

function end({ host, service }: Ends = {}): { host?: string; service?: string } {
  return { ...(host !== undefined && { host }), ...(service !== undefined && { service }) };
}

/** Writes `<source>` and `<protocol>` into the element that is open. */
export function writeChardevSource(source: ChardevSource, out: WriteContext): void {
  if (source.type === 'udp') {
    for (const mode of ['bind', 'connect'] as const) {
      const { host, service } = source[mode];
      if (host !== undefined || service !== undefined) writeSource(ends as Table<object>, { mode, ...source[mode] }, out);
    }
    return;
  }
  if (source.type === 'pty' && out.inactive) return;
  if (source.type === 'unix' && source.path === undefined) return;
  writeSource(bodies[source.type], source, out);
  if (source.type === 'tcp') out.xml.open('protocol').attr('type', source.protocol).close();
}

function writeSource(body: Table<object>, source: object, out: WriteContext): void {
  out.xml.openOptional('source');
  writeTable(body, source, out);
  out.xml.close();
}

/** `<log file='..' append='..'/>`. */
export const chardevLog: Field<ChardevLog> = child(
  'log',
  table<ChardevLog>(() => ({ file: attrRequired('file', str), append: attr('append', onOff) })),
);

