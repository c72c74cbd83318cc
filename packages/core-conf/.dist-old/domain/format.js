import { XmlWriter } from '@virtweave/core-util/xml';
import { writeElement } from "../table/table.js";
import { domain as domainTable } from "./domain.js";
/**
 * Writes a guest's definition as libvirt writes it, byte for byte.
 *
 * @example
 * ```ts
 * formatDomain(parseDomain(xml)); // "<domain type='qemu'>\n  <name>web</name>\n..."
 * ```
 */
export function formatDomain(domain, options = {}) {
    const xml = new XmlWriter(options.indent ?? 0);
    writeElement('domain', domainTable, domain, {
        xml,
        inactive: options.inactive ?? false,
        secure: options.secure ?? false,
        migratable: options.migratable ?? false,
    });
    return xml.toString();
}
//# sourceMappingURL=format.js.map