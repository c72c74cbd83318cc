import { oneOf, onOff, str, uint, yesNo } from "../../table/codec.js";
import { child, some } from "../../table/child.js";
import { attr, attrOr, attrRequired, property } from "../../table/field.js";
import { invalidAttribute, problem } from "../../table/problem.js";
import { nameCheck, readTable, table, writeTableAttributes, writeTableChildren } from "../../table/table.js";
import { deviceSeclabel } from "../seclabel.js";
const endMode = oneOf('connect', 'bind');
const seclabels = some('seclabel', deviceSeclabel);
const reconnect = child('reconnect', table({ enabled: attr('enabled', yesNo), timeout: attr('timeout', uint) }));
const path = table({ path: attr('path', str), seclabels });
const file = table({
    path: attr('path', str),
    append: attr('append', onOff),
    seclabels,
});
const unix = table({
    mode: attrOr('mode', endMode, 'connect'),
    path: attr('path', str),
    reconnect,
    seclabels,
});
const tcp = table({
    mode: attrOr('mode', endMode, 'connect'),
    host: attr('host', str),
    service: attr('service', str),
    tls: attr('tls', yesNo),
    reconnect,
});
const ends = table({
    mode: attr('mode', endMode),
    host: attr('host', str),
    service: attr('service', str),
});
const channel = table({ channel: attr('channel', str) });
const nmdm = table({ master: attr('master', str), slave: attr('slave', str) });
const vdagent = table({
    clipboard: property('clipboard', 'copypaste', yesNo),
    mouse: property('mouse', 'mode', oneOf('server', 'client')),
});
const none = table({});
/** The table of `<source>` by chardev type; `udp` has two of them and is handled apart. */
const bodies = {
    null: none,
    vc: none,
    stdio: none,
    spicevmc: none,
    pty: path,
    dev: path,
    pipe: path,
    file: file,
    unix: unix,
    tcp: tcp,
    udp: ends,
    spiceport: channel,
    nmdm: nmdm,
    'qemu-vdagent': vdagent,
    dbus: channel,
};
const protocolCodec = oneOf('raw', 'telnet', 'telnets', 'tls');
const bodyCheck = nameCheck([...new Set(Object.values(bodies))].flatMap((one) => one.fields.map(({ field }) => field)));
function isChardevType(type) {
    return Object.hasOwn(bodies, type);
}
/**
 * `<serial type='...'><source/><protocol/>`: the source of a character device. With `fallback`, that type is meant when
 * the attribute is absent.
 */
export function chardevSource(options = {}) {
    return {
        attributes: ['type'],
        children: ['source', 'protocol'],
        required: true,
        lead: true,
        read(element, context) {
            const type = element.attr('type') ?? options.fallback;
            if (type === undefined)
                throw problem(element, `missing type attribute in element '${element.name}'`);
            if (!isChardevType(type)) {
                throw problem(element, `unknown type presented to host for character device: ${type}`, {
                    attribute: 'type',
                    code: 'VIR_ERR_CONFIG_UNSUPPORTED',
                });
            }
            const sources = element.all('source');
            if (type === 'udp')
                return readUdp(sources.map((source) => readTable(ends, source, context)));
            const many = sources.length > 1;
            if (many) {
                throw problem(sources[1], `only one source element is allowed for character device type '${type}'`);
            }
            const source = sources[0];
            const body = source === undefined ? {} : readTable(bodies[type], source, context);
            if (type === 'tcp')
                return { type, mode: 'connect', ...body, protocol: readProtocol(element) };
            if (type === 'unix')
                return { type, mode: 'connect', ...body };
            return { type, ...body };
        },
        writeAttributes(source, out) {
            out.xml.attr('type', source.type);
        },
        writeChildren: writeChardevSource,
        schema: () => ({ type: 'object', properties: { type: { enum: Object.keys(bodies) } }, required: ['type'] }),
        inner: (name) => (name === 'source' ? bodyCheck : nameCheck([attr('type', protocolCodec)])),
    };
}
function readProtocol(element) {
    const found = element.child('protocol');
    const text = found?.attr('type');
    if (found === undefined || text === undefined)
        return 'raw';
    const value = protocolCodec.parse(text);
    if (value === undefined)
        throw invalidAttribute(found, 'type', text);
    return value;
}
function readUdp(sources) {
    const bind = sources.find(({ mode }) => mode === 'bind');
    const connect = sources.find(({ mode }) => mode !== 'bind');
    return { type: 'udp', connect: end(connect), bind: end(bind) };
}
function end({ host, service } = {}) {
    return { ...(host !== undefined && { host }), ...(service !== undefined && { service }) };
}
/** Writes `<source>` and `<protocol>` into the element that is open. */
export function writeChardevSource(source, out) {
    if (source.type === 'udp') {
        for (const mode of ['bind', 'connect']) {
            const { host, service } = source[mode];
            if (host !== undefined || service !== undefined)
                writeSource(ends, { mode, ...source[mode] }, out);
        }
        return;
    }
    if (source.type === 'pty' && out.inactive)
        return;
    if (source.type === 'unix' && source.path === undefined)
        return;
    writeSource(bodies[source.type], source, out);
    if (source.type === 'tcp')
        out.xml.open('protocol').attr('type', source.protocol).close();
}
function writeSource(body, source, out) {
    out.xml.openOptional('source');
    writeTableAttributes(body, source, out);
    writeTableChildren(body, source, out);
    out.xml.close();
}
/** `<log file='..' append='..'/>`. */
export const chardevLog = child('log', table({ file: attrRequired('file', str), append: attr('append', onOff) }));
//# sourceMappingURL=chardev-source.js.map