import { refuse, unsupported } from "./refuse.js";
/** Every character device has the addresses and paths that its type needs. */
export function validateChardevs({ devices }) {
    for (const { source } of [...devices.serials, ...devices.parallels, ...devices.consoles])
        validateSource(source);
    for (const { source, target } of devices.channels) {
        // A unix socket of a virtio port may be left to the driver.
        validateSource(source, { pathOptional: target.type === 'virtio' });
        if (target.type === 'guestfwd' && (target.address === undefined || target.port === undefined)) {
            throw refuse('guestfwd channel does not define a target address and port');
        }
    }
    for (const smartcard of devices.smartcards) {
        if (smartcard.type === 'passthrough')
            validateSource(smartcard.source);
        else if (smartcard.type === 'host-certificates' && smartcard.certificates.length !== 3) {
            throw refuse('host-certificates mode needs exactly three certificates');
        }
    }
    for (const { source } of devices.redirdevs)
        validateSource(source);
    for (const { backend } of devices.rngs)
        if (backend.type === 'egd')
            validateSource(backend.source);
}
function missing(what) {
    return refuse(`Missing source ${what} attribute for char device`, 'VIR_ERR_INTERNAL_ERROR');
}
function validateSource(source, options = {}) {
    switch (source.type) {
        case 'file':
        case 'dev':
        case 'pipe':
            if (source.path === undefined)
                throw missing('path');
            return;
        case 'unix':
            if (source.path === undefined && options.pathOptional !== true)
                throw missing('path');
            validateReconnect(source);
            return;
        case 'tcp':
            if (source.host === undefined)
                throw missing('host');
            if (source.service === undefined)
                throw missing('service');
            validateReconnect(source);
            return;
        case 'udp':
            if (source.connect.service === undefined)
                throw missing('service');
            return;
        case 'nmdm':
            if (source.master === undefined)
                throw missing('master');
            if (source.slave === undefined)
                throw missing('slave');
            return;
        case 'spiceport':
            if (source.channel === undefined)
                throw missing('channel');
            return;
        default:
    }
}
function validateReconnect(source) {
    if (source.reconnect?.enabled !== true)
        return;
    if (source.mode === 'bind')
        throw unsupported("chardev reconnect is possible only for connect mode");
    if (source.reconnect.timeout === 0)
        throw unsupported("chardev reconnect source timeout value invalid: '0'");
}
//# sourceMappingURL=chardevs.js.map