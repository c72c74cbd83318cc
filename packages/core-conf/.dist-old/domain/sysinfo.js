import { str } from "../table/codec.js";
import { attr, attrRequired, leaves, text } from "../table/field.js";
import { child, some, union, unionList } from "../table/child.js";
import { table } from "../table/table.js";
const entries = table({
    entries: some('entry', table({ name: attrRequired('name', str), value: text(str, { verbatim: true }) })),
});
export const sysinfos = unionList('sysinfo', union('type', {
    smbios: {
        bios: child('bios', entries),
        system: child('system', entries),
        baseBoards: some('baseBoard', entries),
        chassis: child('chassis', entries),
        oemStrings: {
            attributes: [],
            children: ['oemStrings'],
            read: (element, context) => {
                const found = element.child('oemStrings');
                return found === undefined ? undefined : leaves('entry', str).read(found, context);
            },
            writeChildren(values, out) {
                out.xml.open('oemStrings');
                for (const value of values)
                    out.xml.leaf('entry', value);
                out.xml.close();
            },
            schema: () => ({ type: 'array', items: { type: 'string' } }),
        },
    },
    fwcfg: {
        entries: some('entry', table({
            name: attrRequired('name', str),
            file: attr('file', str),
            value: text(str, { verbatim: true }),
        })),
    },
}));
//# sourceMappingURL=sysinfo.js.map