import type { XmlElement } from '@virtweave/core-util/xml';
import { int, oneOf, str, uint, yesNo } from '../../table/codec.ts';
import { attr, attrRequired, property, secret, type Field, type Required } from '../../table/field.ts';
import { child, some, union, unionList } from '../../table/child.ts';
import type { ReadContext } from '../../table/context.ts';
import { defined } from '../../table/definitions.ts';
import { table, type Table } from '../../table/table.ts';
import { listenAttribute, listenTable, readListens, writeListens, type Listen } from './graphics-listen.ts';

/** `<graphics>`: how a viewer reaches the guest's screen. */
export type Graphics =
  | VncGraphics
  | SpiceGraphics
  | SdlGraphics
  | RdpGraphics
  | DesktopGraphics
  | HeadlessGraphics
  | DbusGraphics;

export type GraphicsType = Graphics['type'];

interface Password {
  passwd?: string;
  /** UTC, such as `2011-05-31T16:11:22`. */
  passwdValidTo?: string;
  /** What happens to viewers when the password changes. */
  connected?: 'fail' | 'disconnect' | 'keep';
}

interface Server {
  listens: Listen[];
  /** TCP port; -1: chosen at start. Absent when the server listens on a socket, or on no port. */
  port?: number;
  /** Choose a free port at start. */
  autoport?: boolean;
}

export interface VncGraphics extends Server, Password {
  type: 'vnc';
  /** -1: chosen at start. */
  websocket?: number;
  keymap?: string;
  sharePolicy?: 'allow-exclusive' | 'force-shared' | 'ignore';
  powerControl?: boolean;
  wait?: boolean;
  /** Audio backend that viewers hear. */
  audio?: { id: number };
}

export interface SpiceGraphics extends Server, Password {
  type: 'spice';
  tlsPort?: number;
  keymap?: string;
  defaultMode?: SpiceMode;
  channels?: { name: SpiceChannelName; mode: SpiceMode }[];
  image?: 'auto_glz' | 'auto_lz' | 'quic' | 'glz' | 'lz' | 'off';
  jpeg?: 'auto' | 'never' | 'always';
  zlib?: 'auto' | 'never' | 'always';
  playback?: 'on' | 'off';
  streaming?: 'filter' | 'all' | 'off';
  mouse?: 'server' | 'client';
  clipboard?: boolean;
  filetransfer?: boolean;
  gl?: Gl;
}

export type SpiceMode = 'any' | 'secure' | 'insecure';
export type SpiceChannelName =
  | 'main' | 'display' | 'inputs' | 'cursor' | 'playback' | 'record' | 'smartcard' | 'usbredir';

/** OpenGL on the host. */
export interface Gl {
  enable?: boolean;
  rendernode?: string;
}

export interface SdlGraphics {
  type: 'sdl';
  display?: string;
  xauth?: string;
  fullscreen?: boolean;
  gl?: Gl;
}

export interface RdpGraphics extends Server {
  type: 'rdp';
  username?: string;
  passwd?: string;
  replaceUser?: boolean;
  multiUser?: boolean;
}

export interface DesktopGraphics {
  type: 'desktop';
  display?: string;
  fullscreen?: boolean;
}

export interface HeadlessGraphics {
  type: 'egl-headless';
  gl?: Gl;
}

export interface DbusGraphics {
  type: 'dbus';
  address?: string;
  p2p?: boolean;
  gl?: Gl;
  audio?: { id: number };
}

const portNumber = attr('port', int);
const autoportWord = attr('autoport', yesNo);

/** Does the server listen on a TCP port at all? */
function hasPort(element: XmlElement, context: ReadContext, socket: boolean): boolean {
  const type = readListens(element, context, { socket })[0]?.type;
  return type === 'address' || type === 'network';
}

/** `port` and `autoport`, which settle each other: `implied` says what the absence of both means. */
function ports(options: { implied: boolean; socket: boolean }): { port: Field<number>; autoport: Field<boolean> } {
  const choose = (element: XmlElement, context: ReadContext): boolean => {
    const port = portNumber.read(element, context);
    if (port === -1) return true;
    return autoportWord.read(element, context) ?? (port === undefined && options.implied);
  };
  return {
    port: {
      ...portNumber,
      derived: true,
      read(element, context) {
        const port = portNumber.read(element, context);
        if (!hasPort(element, context, options.socket)) return undefined;
        if (!choose(element, context)) return port === 0 ? undefined : port;
        const known = port !== undefined && port > 0 && !context.inactive && (context.status || !options.implied);
        return known ? port : options.implied ? -1 : undefined;
      },
      writeAttributes(port, out, owner) {
        if (!(owner as Server).autoport || !out.inactive) out.xml.attr('port', String(port));
        else if (options.implied) out.xml.attr('port', '-1');
      },
    },
    autoport: {
      ...autoportWord,
      derived: true,
      read: (element, context) =>
        hasPort(element, context, options.socket) ? choose(element, context) : undefined,
    },
  };
}

/** `<listen>` elements, and the attributes of `<graphics>` that repeat the first of them. */
function listens(options: { socket: boolean }): Required<Listen[]> {
  return {
    attributes: options.socket ? ['listen', 'socket'] : ['listen'],
    children: ['listen'],
    required: true,
    read: (element, context) => readListens(element, context, options),
    writeAttributes(value, out) {
      const first = value[0];
      if (options.socket && first?.type === 'socket' && first.socket !== undefined) out.xml.attr('socket', first.socket);
      const address = listenAttribute(value, out);
      if (address !== undefined) out.xml.attr('listen', address);
    },
    writeChildren: writeListens,
    schema: () => ({ type: 'array', items: defined(listenTable, 'listen', () => listenTable.schema()) }),
    inner: () => listenTable.check,
  };
}

const password = {
  passwd: secret(attr('passwd', str)),
  passwdValidTo: secret(attr('passwdValidTo', str)),
  connected: secret(attr('connected', oneOf('fail', 'disconnect', 'keep'))),
};
const gl = child('gl', table<Gl>(() => ({ enable: attr('enable', yesNo), rendernode: attr('rendernode', str) })));
const audio = child('audio', table<{ id: number }>(() => ({ id: attrRequired('id', uint) })));
const mode = oneOf('any', 'secure', 'insecure');
const compression = oneOf('auto', 'never', 'always');
const spiceChannel: Table<{ name: SpiceChannelName; mode: SpiceMode }> = table<{ name: SpiceChannelName; mode: SpiceMode }>(() => ({
  name: attrRequired('name', oneOf('main', 'display', 'inputs', 'cursor', 'playback', 'record', 'smartcard', 'usbredir')),
  mode: attrRequired('mode', mode),
}));
const spicePorts = ports({ implied: false, socket: false });

const cases: Required<Graphics> = union<Graphics>('type', () => ({
  vnc: {
    ...ports({ implied: true, socket: true }),
    websocket: attr('websocket', int),
    listens: listens({ socket: true }),
    keymap: attr('keymap', str),
    sharePolicy: attr('sharePolicy', oneOf('allow-exclusive', 'force-shared', 'ignore')),
    powerControl: attr('powerControl', yesNo),
    wait: attr('wait', yesNo),
    ...password,
    audio,
  },
  spice: {
    port: spicePorts.port,
    tlsPort: attr('tlsPort', int),
    autoport: spicePorts.autoport,
    listens: listens({ socket: false }),
    keymap: attr('keymap', str),
    defaultMode: attr('defaultMode', mode, { omit: 'any' }),
    ...password,
    channels: some('channel', spiceChannel),
    image: property('image', 'compression', oneOf('auto_glz', 'auto_lz', 'quic', 'glz', 'lz', 'off')),
    jpeg: property('jpeg', 'compression', compression),
    zlib: property('zlib', 'compression', compression),
    playback: property('playback', 'compression', oneOf('on', 'off')),
    streaming: property('streaming', 'mode', oneOf('filter', 'all', 'off')),
    mouse: property('mouse', 'mode', oneOf('server', 'client')),
    clipboard: property('clipboard', 'copypaste', yesNo),
    filetransfer: property('filetransfer', 'enable', yesNo),
    gl,
  },
  sdl: { display: attr('display', str), xauth: attr('xauth', str), fullscreen: attr('fullscreen', yesNo, { omit: false }), gl },
  rdp: {
    port: attr('port', int),
    autoport: autoportWord,
    username: attr('username', str),
    passwd: secret(attr('passwd', str)),
    replaceUser: attr('replaceUser', yesNo),
    multiUser: attr('multiUser', yesNo),
    listens: listens({ socket: false }),
  },
  desktop: { display: attr('display', str), fullscreen: attr('fullscreen', yesNo, { omit: false }) },
  'egl-headless': { gl },
  dbus: { address: attr('address', str), p2p: attr('p2p', yesNo), gl, audio },
}));

export const graphics: Required<Graphics[]> = unionList('graphics', cases);
