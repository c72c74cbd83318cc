import { int, oneOf, str, uint, yesNo } from "../../table/codec.js";
import { attr, attrRequired, property, secret } from "../../table/field.js";
import { child, some, union, unionList } from "../../table/child.js";
import { table } from "../../table/table.js";
import { listenAttribute, readListens, writeListens } from "./graphics-listen.js";
const portNumber = attr('port', int);
const autoportWord = attr('autoport', yesNo);
/** Does the server listen on a TCP port at all? */
function hasPort(element, context, socket) {
    const type = readListens(element, context, { socket })[0]?.type;
    return type === 'address' || type === 'network';
}
/** `port` and `autoport`, which settle each other: `implied` says what the absence of both means. */
function ports(options) {
    const choose = (element, context) => {
        const port = portNumber.read(element, context);
        if (port === -1)
            return true;
        return autoportWord.read(element, context) ?? (port === undefined && options.implied);
    };
    return {
        port: {
            ...portNumber,
            read(element, context) {
                const port = portNumber.read(element, context);
                if (!hasPort(element, context, options.socket))
                    return undefined;
                if (!choose(element, context))
                    return port === 0 ? undefined : port;
                const known = port !== undefined && port > 0 && !context.inactive && (context.status || !options.implied);
                return known ? port : options.implied ? -1 : undefined;
            },
            writeAttributes(port, out, owner) {
                if (!owner.autoport || !out.inactive)
                    out.xml.attr('port', String(port));
                else if (options.implied)
                    out.xml.attr('port', '-1');
            },
        },
        autoport: {
            ...autoportWord,
            read: (element, context) => hasPort(element, context, options.socket) ? choose(element, context) : undefined,
        },
    };
}
/** `<listen>` elements, and the attributes of `<graphics>` that repeat the first of them. */
function listens(options) {
    return {
        attributes: options.socket ? ['listen', 'socket'] : ['listen'],
        children: ['listen'],
        required: true,
        read: (element, context) => readListens(element, context, options),
        writeAttributes(value, out) {
            const first = value[0];
            if (options.socket && first?.type === 'socket' && first.socket !== undefined)
                out.xml.attr('socket', first.socket);
            const address = listenAttribute(value, out);
            if (address !== undefined)
                out.xml.attr('listen', address);
        },
        writeChildren: writeListens,
        schema: () => ({ type: 'array' }),
    };
}
const password = {
    passwd: secret(attr('passwd', str)),
    passwdValidTo: secret(attr('passwdValidTo', str)),
    connected: secret(attr('connected', oneOf('fail', 'disconnect', 'keep'))),
};
const gl = child('gl', table({ enable: attr('enable', yesNo), rendernode: attr('rendernode', str) }));
const audio = child('audio', table({ id: attrRequired('id', uint) }));
const mode = oneOf('any', 'secure', 'insecure');
const compression = oneOf('auto', 'never', 'always');
const spiceChannel = table({
    name: attrRequired('name', oneOf('main', 'display', 'inputs', 'cursor', 'playback', 'record', 'smartcard', 'usbredir')),
    mode: attrRequired('mode', mode),
});
const spicePorts = ports({ implied: false, socket: false });
const cases = union('type', {
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
});
export const graphics = unionList('graphics', cases);
//# sourceMappingURL=graphics.js.map