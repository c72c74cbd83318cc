import { oneOf, str, uint, uint64, yesNo } from "../../table/codec.js";
import { attr, attrRequired, live, property, text } from "../../table/field.js";
import { child, some, union, within } from "../../table/child.js";
import { table } from "../../table/table.js";
import { deviceSeclabel } from "../seclabel.js";
import { pciFields } from "./address.js";
export const secretUse = table({
    type: attrRequired('type', str),
    uuid: attr('uuid', str),
    usage: attr('usage', str),
});
export const auth = table({
    username: attrRequired('username', str),
    secret: child('secret', secretUse),
});
export const encryption = table({
    format: attrRequired('format', oneOf('default', 'qcow', 'luks', 'luks2', 'luks-any')),
    engine: attr('engine', oneOf('qemu', 'librbd')),
    cipher: child('cipher', table({
        name: attr('name', str),
        size: attr('size', uint),
        mode: attr('mode', str),
        hash: attr('hash', str),
    })),
    ivgen: child('ivgen', table({ name: attr('name', str), hash: attr('hash', str) })),
    secrets: some('secret', secretUse),
});
const slice = table({
    type: attrRequired('type', oneOf('storage')),
    offset: attrRequired('offset', uint64),
    size: attrRequired('size', uint64),
});
const reservations = table({
    managed: attr('managed', yesNo),
    source: child('source', table({
        type: attr('type', str),
        path: attr('path', str),
        mode: attr('mode', str),
    })),
});
/** A server, as disks, host devices and firmware variables name it. */
export const networkHost = table({
    transport: attr('transport', oneOf('tcp', 'unix', 'rdma')),
    name: attr('name', str),
    port: attr('port', uint),
    socket: attr('socket', str),
});
/** `<initiator><iqn name='..'/></initiator>`. */
export const initiator = table({ iqn: property('iqn', 'name', str) });
const cookie = table({ name: attrRequired('name', str), value: text(str, { verbatim: true }) });
const protocols = oneOf('nbd', 'rbd', 'sheepdog', 'gluster', 'iscsi', 'http', 'https', 'ftp', 'ftps', 'tftp', 'ssh', 'vxhs', 'nfs');
const head = {
    startupPolicy: attr('startupPolicy', oneOf('mandatory', 'requisite', 'optional')),
    index: live(attr('index', uint)),
};
const tail = {
    slices: within('slices', some('slice', slice)),
    encryption: child('encryption', encryption),
    seclabels: some('seclabel', deviceSeclabel),
    reservations: child('reservations', reservations),
};
const pci = child('address', table(pciFields));
/** The source of a disk or of an image below it; its `type` stands on the element around it. */
export function diskSource(options = {}) {
    return union('type', {
        file: { file: attr('file', str), fdgroup: attr('fdgroup', str), ...head, ...tail },
        block: { dev: attr('dev', str), ...head, ...tail },
        dir: { dir: attr('dir', str), ...head, ...tail },
        volume: {
            pool: attr('pool', str),
            volume: attr('volume', str),
            ...head,
            mode: attr('mode', oneOf('host', 'direct')),
            ...tail,
        },
        network: {
            protocol: attrRequired('protocol', protocols),
            name: attr('name', str),
            query: attr('query', str),
            tls: attr('tls', yesNo),
            tlsHostname: attr('tlsHostname', str),
            ...head,
            hosts: some('host', networkHost),
            ssl: child('ssl', table({ verify: attr('verify', yesNo) })),
            cookies: within('cookies', some('cookie', cookie)),
            readahead: child('readahead', table({ size: attr('size', uint64) })),
            timeout: child('timeout', table({ seconds: attr('seconds', uint64) })),
            initiator: child('initiator', initiator),
            reconnect: child('reconnect', table({ delay: attr('delay', uint) })),
            snapshot: child('snapshot', table({ name: attr('name', str) })),
            config: child('config', table({ file: attr('file', str) })),
            knownHosts: child('knownHosts', table({ path: attr('path', str) })),
            auth: child('auth', auth),
            identity: child('identity', table({
                user: attr('user', str),
                group: attr('group', str),
                username: attr('username', str),
                keyfile: attr('keyfile', str),
                agentsock: attr('agentsock', str),
            })),
            ...tail,
        },
        nvme: {
            kind: attr('type', str),
            managed: attr('managed', yesNo),
            namespace: attr('namespace', uint64),
            ...head,
            address: pci,
            ...tail,
        },
        vhostuser: {
            kind: attr('type', str),
            path: attr('path', str),
            ...head,
            reconnect: child('reconnect', table({ enabled: attr('enabled', yesNo), timeout: attr('timeout', uint) })),
            ...tail,
        },
        vhostvdpa: { dev: attr('dev', str), ...head, ...tail },
    }, { body: 'source', fallback: 'file', empty: options.empty ?? 'omit' });
}
//# sourceMappingURL=disk-source.js.map