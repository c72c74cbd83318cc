import { int, oneOf, uint } from '../table/codec.ts';
import { attr, attrRequired, type Field } from '../table/field.ts';
import { nameCheck, readTable, table, writeTable, type Table } from '../table/table.ts';

/** `<pci-express>`: the links of a PCI Express device. */
export interface PciExpress {
  /** What the device could do. */
  capability?: PciExpressLink;
  /** What was agreed on. */
  status?: PciExpressLink;
}

export interface PciExpressLink {
  port?: number;
  /** GT/s. */
  speed?: '2.5' | '5' | '8' | '16' | '32' | '64';
  /** Lanes. */
  width: number;
}

const linkTable: Table<PciExpressLink> = table<PciExpressLink>(() => ({
  port: {
    ...attr('port', int),
    // A negative number says that there is none.
    read(element, context) {
      const value = attr('port', int).read(element, context);
      return value === undefined || value < 0 ? undefined : value;
    },
    writeAttributes(value, out) {
      if (value >= 0) out.xml.attr('port', String(value));
    },
  },
  speed: attr('speed', oneOf('2.5', '5', '8', '16', '32', '64')),
  width: attrRequired('width', uint),
}));

const validityAttribute: Field<unknown> = {
  attributes: ['validity'],
  children: [],
  read: () => undefined,
  schema: () => ({ enum: ['cap', 'sta'] }),
};
const check = nameCheck(() => [validityAttribute, ...linkTable.fields.map(({ field }) => field)]);

function link(validity: 'cap' | 'sta'): Field<PciExpressLink> {
  return {
    attributes: [],
    children: ['link'],
    read(element, context) {
      const found = element.all('link').find((one) => one.attr('validity') === validity);
      return found === undefined ? undefined : readTable(linkTable, found, context);
    },
    writeChildren(value, out) {
      out.xml.open('link').attr('validity', validity);
      writeTable(linkTable, value, out);
      out.xml.close();
    },
    schema: () => linkTable.schema(),
    inner: () => check,
  };
}

export const pciExpress: Table<PciExpress> = table<PciExpress>(() => ({ capability: link('cap'), status: link('sta') }));
