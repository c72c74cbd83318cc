import { refusing, str, uint, yesNo, type Refusal } from '../table/codec.ts';
import { attr, attrRequired, type Field } from '../table/field.ts';
import { child, childRequired, union } from '../table/child.ts';
import { problem } from '../table/problem.ts';
import { nameCheck, table, type Table } from '../table/table.ts';
import { pciFields } from '../common/pci-fields.ts';
import type { HostPciAddress } from '../domain/devices/disk-source.ts';

/** `<adapter>`: the SCSI host of a pool. */
export type StorageAdapter = ScsiHostAdapter | FcHostAdapter;

export interface ScsiHostAdapter {
  type: 'scsi_host';
  /** Such as `scsi_host0`; or the place of its PCI device instead. */
  name?: string;
  parentAddress?: ScsiHostParent;
}

export interface ScsiHostParent {
  /** Tells the hosts of one PCI device apart. */
  uniqueId: number;
  address: HostPciAddress;
}

/** A virtual Fibre Channel host (NPIV). */
export interface FcHostAdapter {
  type: 'fc_host';
  /** Name of the parent host; found by its names or by its fabric instead. */
  parent?: string;
  parentWwnn?: string;
  parentWwpn?: string;
  parentFabricWwn?: string;
  /** Delete the virtual host when the pool stops. */
  managed?: boolean;
  wwnn: string;
  wwpn: string;
}

const badId: Refusal = { detail: "Missing or invalid scsi adapter 'unique_id' value" };

const parent: Table<ScsiHostParent> = table<ScsiHostParent>(() => ({
  uniqueId: attrRequired('unique_id', refusing(uint, () => badId), badId),
  address: childRequired('address', table<HostPciAddress>(pciFields), { detail: 'Missing scsi_host PCI address element' }),
}));

const noWwn: Refusal = { detail: "'wwnn' and 'wwpn' must be specified for adapter type 'fchost'" };

const shape = union<StorageAdapter>(
  'type',
  () => ({
    scsi_host: { name: attr('name', str), parentAddress: child('parentaddr', parent) },
    fc_host: {
      parent: attr('parent', str),
      parentWwnn: attr('parent_wwnn', str),
      parentWwpn: attr('parent_wwpn', str),
      parentFabricWwn: attr('parent_fabric_wwn', str),
      managed: attr('managed', yesNo),
      wwnn: attrRequired('wwnn', str, noWwn),
      wwpn: attrRequired('wwpn', str, noWwn),
    },
  }),
  { fallback: 'scsi_host' },
);

export const adapter: Field<StorageAdapter> = {
  attributes: [],
  children: ['adapter'],
  read(element, context) {
    const found = element.child('adapter');
    if (found === undefined) return undefined;
    if (!found.attributes.has('type')) {
      if (['wwnn', 'wwpn', 'parent'].some((name) => found.attributes.has(name))) {
        throw problem(found, "Use of 'wwnn', 'wwpn', and 'parent' attributes requires use of the adapter 'type'");
      }
      if (found.child('parentaddr') !== undefined) {
        throw problem(found, "Use of 'parentaddr' element requires use of the adapter 'type'");
      }
      if (found.attr('name') === undefined) throw problem(found, 'missing storage pool source adapter');
    }
    return shape.read(found, context);
  },
  writeChildren(value, out) {
    out.xml.open('adapter');
    shape.writeAttributes?.(value, out, value);
    shape.writeChildren?.(value, out, value);
    out.xml.close();
  },
  schema: () => shape.schema(),
  inner: () => nameCheck([shape as Field<unknown>]),
};
