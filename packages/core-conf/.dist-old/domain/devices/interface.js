import { oneOf, onOff, str, uint, uint64, yesNo } from "../../table/codec.js";
import { attr, attrRequired, leaf, property } from "../../table/field.js";
import { child, some, union } from "../../table/child.js";
import { table } from "../../table/table.js";
import { bandwidth } from "../bandwidth.js";
import { pciFields } from "./address.js";
import { bootableInfo, virtioOptions } from "./device-info.js";
import { ipAddress, route } from "./ip.js";
import { portForward } from "./port-forward.js";
import { teaming } from "./teaming.js";
import { virtualPort, vlan } from "./virtual-port.js";
const macTable = table({
    address: attr('address', str),
    type: attr('type', oneOf('generated', 'static')),
    check: attr('check', yesNo),
});
const hostIps = { hostIps: some('ip', ipAddress), hostRoutes: some('route', route) };
const endpoint = { address: attr('address', str), port: attr('port', uint) };
const source = union('type', {
    user: { dev: attr('dev', str) },
    ethernet: hostIps,
    null: {},
    network: {
        network: attr('network', str),
        portgroup: attr('portgroup', str),
        portid: attr('portid', str),
        bridge: attr('bridge', str),
    },
    bridge: { bridge: attr('bridge', str), ...hostIps },
    internal: { name: attr('name', str) },
    direct: { dev: attr('dev', str), mode: attr('mode', oneOf('vepa', 'private', 'bridge', 'passthrough')) },
    hostdev: {
        address: child('address', table({ type: attr('type', str), ...pciFields })),
    },
    vhostuser: {
        dev: attr('dev', str),
        kind: attr('type', str),
        path: attr('path', str),
        mode: attr('mode', oneOf('client', 'server')),
        reconnect: child('reconnect', table({ enabled: attr('enabled', yesNo), timeout: attr('timeout', uint) })),
    },
    server: endpoint,
    client: endpoint,
    mcast: endpoint,
    udp: { ...endpoint, local: child('local', table(endpoint)) },
    vdpa: { dev: attr('dev', str) },
    vds: {
        switchid: attr('switchid', str),
        portid: attr('portid', uint),
        portgroupid: attr('portgroupid', str),
        connectionid: attr('connectionid', uint),
    },
}, { body: 'source' });
const guestOffloads = table({
    csum: attr('csum', onOff),
    tso4: attr('tso4', onOff),
    tso6: attr('tso6', onOff),
    ecn: attr('ecn', onOff),
    ufo: attr('ufo', onOff),
});
const hostOffloads = table({
    csum: attr('csum', onOff),
    gso: attr('gso', onOff),
    tso4: attr('tso4', onOff),
    tso6: attr('tso6', onOff),
    ecn: attr('ecn', onOff),
    ufo: attr('ufo', onOff),
    mrgRxbuf: attr('mrg_rxbuf', onOff),
});
const driver = table({
    name: attr('name', oneOf('qemu', 'vhost', 'kvm', 'vfio', 'xen')),
    txmode: attr('txmode', oneOf('iothread', 'timer')),
    ioeventfd: attr('ioeventfd', onOff),
    eventIdx: attr('event_idx', onOff),
    queues: attr('queues', uint),
    rxQueueSize: attr('rx_queue_size', uint),
    txQueueSize: attr('tx_queue_size', uint),
    rss: attr('rss', onOff),
    rssHashReport: attr('rss_hash_report', onOff),
    model: attr('model', str),
    ...virtioOptions,
    host: child('host', hostOffloads),
    guest: child('guest', guestOffloads),
});
const backend = table({
    type: attr('type', oneOf('default', 'passt')),
    tap: attr('tap', str),
    vhost: attr('vhost', str),
    logFile: attr('logFile', str),
    hostname: attr('hostname', str),
    fqdn: attr('fqdn', str),
});
const filterref = table({
    filter: attrRequired('filter', str),
    parameters: some('parameter', table({ name: attrRequired('name', str), value: attrRequired('value', str) })),
});
export const networkInterface = table({
    managed: attr('managed', yesNo),
    trustGuestRxFilters: attr('trustGuestRxFilters', yesNo),
    mac: child('mac', macTable),
    source,
    backendDomain: property('backenddomain', 'name', str),
    bandwidth: child('bandwidth', bandwidth),
    target: child('target', table({ dev: attr('dev', str), managed: attr('managed', yesNo) })),
    vlan: child('vlan', vlan),
    virtualPort: child('virtualport', virtualPort),
    port: child('port', table({ isolated: attr('isolated', yesNo) })),
    guestIps: some('ip', ipAddress),
    guestRoutes: some('route', route),
    script: property('script', 'path', str),
    downscript: property('downscript', 'path', str),
    portForwards: some('portForward', portForward),
    model: property('model', 'type', str),
    boot: bootableInfo.boot,
    driver: child('driver', driver),
    filterref: child('filterref', filterref),
    coalesce: child('coalesce', table({
        rx: child('rx', table({ frames: child('frames', table({ max: attr('max', uint) })) })),
    })),
    backend: child('backend', backend),
    tune: child('tune', table({ sndbuf: leaf('sndbuf', uint64) })),
    mtu: property('mtu', 'size', uint),
    link: property('link', 'state', oneOf('up', 'down')),
    teaming: child('teaming', teaming),
    alias: bootableInfo.alias,
    rom: bootableInfo.rom,
    acpi: bootableInfo.acpi,
    address: bootableInfo.address,
});
//# sourceMappingURL=interface.js.map