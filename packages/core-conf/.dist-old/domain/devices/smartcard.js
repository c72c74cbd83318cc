import { str } from "../../table/codec.js";
import { leaf, leaves } from "../../table/field.js";
import { union, unionList } from "../../table/child.js";
import { chardevSource } from "./chardev-source.js";
import { deviceInfo } from "./device-info.js";
/** `<smartcard>`, all of them. */
export const smartcards = unionList('smartcard', union('mode', {
    host: { ...deviceInfo },
    'host-certificates': { certificates: leaves('certificate', str), database: leaf('database', str), ...deviceInfo },
    passthrough: { source: chardevSource(), ...deviceInfo },
}));
//# sourceMappingURL=smartcard.js.map