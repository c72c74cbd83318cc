import { onOff, oneOf, positive, str, uint, uint64, yesNo } from "../../table/codec.js";
import { attr, attrOr, attrRequired, flag, leaf, live, property } from "../../table/field.js";
import { child, childRequired, some, within } from "../../table/child.js";
import { readTable, table } from "../../table/table.js";
import { bootableInfo, virtioOptions, virtioModels } from "./device-info.js";
import { auth, diskSource, encryption } from "./disk-source.js";
import { driverIothreads } from "./driver-iothreads.js";
import { iotune } from "./iotune.js";
const metadataCache = within('metadata_cache', maxSize());
function maxSize() {
    const size = leaf('max_size', uint64);
    return {
        attributes: [],
        children: ['max_size'],
        read(element, context) {
            const maxSize = size.read(element, context);
            return maxSize === undefined ? undefined : { maxSize };
        },
        writeChildren({ maxSize }, out) {
            if (maxSize !== undefined)
                out.xml.open('max_size').attr('unit', 'bytes').text(String(maxSize)).close();
        },
        schema: () => ({ type: 'object', properties: { maxSize: size.schema() } }),
    };
}
const driver = table({
    name: attr('name', str),
    type: attr('type', str),
    cache: attr('cache', oneOf('default', 'none', 'writethrough', 'writeback', 'directsync', 'unsafe')),
    errorPolicy: attr('error_policy', oneOf('stop', 'report', 'ignore', 'enospace')),
    rerrorPolicy: attr('rerror_policy', oneOf('stop', 'report', 'ignore')),
    io: attr('io', oneOf('threads', 'native', 'io_uring')),
    ioeventfd: attr('ioeventfd', onOff),
    eventIdx: attr('event_idx', onOff),
    copyOnRead: attr('copy_on_read', onOff),
    discard: attr('discard', oneOf('unmap', 'ignore')),
    iothread: attr('iothread', positive),
    detectZeroes: attr('detect_zeroes', oneOf('off', 'on', 'unmap')),
    discardNoUnref: attr('discard_no_unref', onOff),
    queues: attr('queues', uint),
    queueSize: attr('queue_size', uint),
    ...virtioOptions,
    iothreads: driverIothreads,
    metadataCache,
});
/** `<backingStore>`: without a source it says that the chain ends here. */
const backingStore = {
    attributes: [],
    children: ['backingStore'],
    read(element, context) {
        const found = element.child('backingStore');
        if (found === undefined)
            return undefined;
        if (found.attr('type') === undefined && found.child('source') === undefined)
            return 'end';
        return readTable(backingStoreTable(), found, context);
    },
    writeChildren(value, out, owner) {
        if (value === 'end')
            out.xml.open('backingStore').close();
        else
            child('backingStore', backingStoreTable).writeChildren?.(value, out, owner);
    },
    schema: () => ({ type: ['object', 'string'] }),
    inner: () => backingStoreTable().check,
};
let backingStoreOnce;
function backingStoreTable() {
    backingStoreOnce ??= table({
        index: live(attr('index', uint)),
        format: child('format', table({ type: attr('type', str), metadataCache }), { empty: 'keep' }),
        source: diskSource({ empty: 'keep' }),
        backingStore,
    });
    return backingStoreOnce;
}
const mirror = table({
    job: attrOr('job', str, 'copy'),
    ready: attr('ready', str),
    format: property('format', 'type', str),
    source: diskSource({ empty: 'keep' }),
    backingStore,
});
const target = table({
    dev: attrRequired('dev', str),
    bus: attr('bus', oneOf('ide', 'fdc', 'scsi', 'virtio', 'xen', 'usb', 'uml', 'sata', 'sd', 'nvme')),
    tray: attr('tray', oneOf('open', 'closed'), { omit: 'closed' }),
    removable: attr('removable', onOff),
    rotationRate: attr('rotation_rate', positive),
});
const blockio = table({
    logicalBlockSize: attr('logical_block_size', uint, { omit: 0 }),
    physicalBlockSize: attr('physical_block_size', uint, { omit: 0 }),
    discardGranularity: attr('discard_granularity', uint),
});
export const disk = table({
    device: attrOr('device', oneOf('disk', 'cdrom', 'floppy', 'lun'), 'disk'),
    model: attr('model', oneOf(...virtioModels)),
    rawio: attr('rawio', yesNo),
    sgio: attr('sgio', oneOf('filtered', 'unfiltered')),
    snapshot: attr('snapshot', oneOf('no', 'internal', 'external', 'manual')),
    driver: child('driver', driver),
    auth: child('auth', auth),
    source: diskSource(),
    backingStore,
    backendDomain: property('backenddomain', 'name', str),
    geometry: child('geometry', table({
        cyls: attrRequired('cyls', uint),
        heads: attrRequired('heads', uint),
        secs: attrRequired('secs', uint),
        trans: attr('trans', oneOf('none', 'auto', 'lba')),
    })),
    blockio: child('blockio', blockio),
    mirror: live(child('mirror', mirror)),
    target: childRequired('target', target),
    iotune: child('iotune', iotune),
    throttleFilters: within('throttlefilters', some('throttlefilter', table({ group: attrRequired('group', str) }))),
    readonly: flag('readonly'),
    shareable: flag('shareable'),
    transient: child('transient', table({ shareBacking: attr('shareBacking', yesNo) }), {
        empty: 'keep',
    }),
    serial: leaf('serial', str),
    wwn: leaf('wwn', str),
    vendor: leaf('vendor', str),
    product: leaf('product', str),
    encryption: child('encryption', encryption),
    ...bootableInfo,
});
//# sourceMappingURL=disk.js.map