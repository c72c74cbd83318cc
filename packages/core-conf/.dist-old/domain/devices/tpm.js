import { oneOf, str, yesNo } from "../../table/codec.js";
import { attr, attrRequired, property } from "../../table/field.js";
import { child, union, within } from "../../table/child.js";
import { table } from "../../table/table.js";
import { deviceInfo } from "./device-info.js";
const banks = ['sha1', 'sha256', 'sha384', 'sha512'];
const backend = union('type', {
    passthrough: { device: property('device', 'path', str) },
    emulator: {
        version: attr('version', oneOf('1.2', '2.0')),
        persistentState: attr('persistent_state', yesNo),
        debug: attr('debug', str),
        source: child('source', table({ type: attr('type', str), path: attr('path', str) })),
        encryption: child('encryption', table({ secret: attrRequired('secret', str) })),
        activePcrBanks: {
            attributes: [],
            children: ['active_pcr_banks'],
            read: (element) => element.child('active_pcr_banks')?.elements.map(({ name }) => name).filter((name) => banks.some((bank) => bank === name)),
            writeChildren(names, out) {
                out.xml.open('active_pcr_banks');
                for (const bank of banks)
                    if (names.includes(bank))
                        out.xml.open(bank).close();
                out.xml.close();
            },
            schema: () => ({ type: 'array', items: { enum: banks } }),
        },
        profile: child('profile', table({
            source: attr('source', str),
            removeDisabled: attr('removeDisabled', oneOf('check', 'fips-host')),
            name: attr('name', str),
        })),
    },
    external: {
        source: child('source', table({
            type: attr('type', str),
            mode: attr('mode', str),
            path: attr('path', str),
        })),
    },
});
export const tpm = table({
    model: attr('model', oneOf('tpm-tis', 'tpm-crb', 'tpm-spapr', 'spapr-tpm-proxy')),
    backend: within('backend', backend),
    ...deviceInfo,
});
//# sourceMappingURL=tpm.js.map