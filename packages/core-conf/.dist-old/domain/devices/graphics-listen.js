import { oneOf, str } from "../../table/codec.js";
import { attr, attrRequired } from "../../table/field.js";
import { problem } from "../../table/problem.js";
import { readTable, table, writeElement } from "../../table/table.js";
const listenTable = table({
    type: attrRequired('type', oneOf('none', 'address', 'network', 'socket')),
    address: attr('address', str),
    network: attr('network', str),
    socket: attr('socket', str),
});
/** The listens of a graphics element, with those that older documents say in attributes of `<graphics>`. */
export function readListens(graphics, context, options) {
    const listens = graphics.all('listen').map((element) => {
        const listen = readTable(listenTable, element, context);
        if (listen.type === 'network' && context.inactive)
            delete listen.address;
        return listen;
    });
    const socket = options.socket ? graphics.attr('socket') : undefined;
    const first = listens[0];
    if (socket !== undefined) {
        if (first?.type === 'socket' && first.socket !== undefined && first.socket !== socket) {
            throw problem(graphics, `graphics 'socket' attribute '${socket}' must match 'socket' attribute of first listen element (found '${first.socket}')`, { attribute: 'socket' });
        }
        listens.splice(0, 1, { type: 'socket', socket });
        return listens;
    }
    const address = graphics.attr('listen');
    if (address !== undefined && address !== '') {
        if (first === undefined)
            listens.push({ type: 'address', address });
        else if (first.type === 'address' && first.address !== address) {
            throw problem(graphics, `graphics 'listen' attribute '${address}' must match 'address' attribute of first listen element (found '${first.address ?? 'none'}')`, { attribute: 'listen' });
        }
    }
    if (listens.length === 0)
        listens.push({ type: 'address' });
    return listens;
}
export function writeListens(listens, out) {
    for (const listen of listens) {
        const { address, ...rest } = listen;
        const shown = listen.type === 'network' && out.inactive ? rest : listen;
        writeElement('listen', listenTable, shown, out);
    }
}
/** The address that older readers look for in `<graphics listen='..'>`. */
export function listenAttribute(listens, out) {
    const first = listens[0];
    if (first === undefined || first.address === undefined)
        return undefined;
    if (first.type === 'address' || (first.type === 'network' && !out.inactive))
        return first.address;
    return undefined;
}
//# sourceMappingURL=graphics-listen.js.map