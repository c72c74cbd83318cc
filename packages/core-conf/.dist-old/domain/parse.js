import { VirtError } from '@virtweave/core-util';
import { readXml, XmlElement } from '@virtweave/core-util/xml';
import { checkNames } from "../table/strict.js";
import { readTable } from "../table/table.js";
import { completeDomain } from "./complete/complete.js";
import { domain as domainTable } from "./domain.js";
import { validateDomain } from "./validate/validate.js";
/**
 * Reads a `<domain>` document: parses it, fills in what it leaves open, and refuses what cannot stand
 * (`virDomainDefParseString`).
 *
 * @throws VirtError `VIR_ERR_XML_DETAIL` for text that is no XML, `VIR_ERR_XML_ERROR` and others for content that is wrong,
 * with the place in the document
 *
 * @example
 * ```ts
 * const domain = parseDomain('<domain type="test"><name>web</name><memory>1048576</memory><os><type>hvm</type></os></domain>');
 * domain.devices.disks.length; // 0
 * ```
 */
export function parseDomain(document, options = {}) {
    const domain = completeDomain(readDomain(document, options), options);
    if (options.skipValidation !== true)
        validateDomain(domain, options.driver);
    return domain;
}
/** Reads the object that a `<domain>` document stands for, as it is written: nothing is filled in or checked across elements. */
export function readDomain(document, options = {}) {
    const root = document instanceof XmlElement ? document : readXml(document, { name: options.name ?? '(domain_definition)' });
    if (root.name !== 'domain') {
        throw new VirtError('VIR_ERR_XML_ERROR', `unexpected root element <${root.name}>, expecting <domain>`, {
            domain: 'VIR_FROM_DOMAIN',
        });
    }
    if (options.strict === true)
        checkNames(root, domainTable.check);
    return readTable(domainTable, root, { inactive: options.inactive ?? true, status: options.status ?? false });
}
//# sourceMappingURL=parse.js.map