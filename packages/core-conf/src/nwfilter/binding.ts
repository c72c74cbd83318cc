import { normalizeMac } from '@virtweave/core-util/values';
import type { XmlElement } from '@virtweave/core-util/xml';
import { ownerFields, type Owner } from '../common/owner.ts';
import { str } from '../table/codec.ts';
import { childRequired, within } from '../table/child.ts';
import { attr, type Field, type Required } from '../table/field.ts';
import { problem } from '../table/problem.ts';
import { table, type Table } from '../table/table.ts';
import { filterref, type FilterRef } from '../common/filterref.ts';

/** `<filterbinding>`: a filter at work on the port of a guest (`virNWFilterBindingDef`). */
export interface NWFilterBinding {
  owner: Owner;
  /** Name of the guest's device on the host, such as `vnet0`. */
  portdev: string;
  /** Device of the host that the port is linked to, for macvtap. */
  linkdev?: string;
  /** Address of the guest's card. */
  mac: string;
  filterref: FilterRef;
}

const device = (child: 'portdev' | 'linkdev', missing: string): Field<string> => ({
  ...within(child, attr('name', str)),
  read(element) {
    const found = element.child(child);
    const name = found?.attr('name') ?? '';
    if (name === '') throw problem(found ?? element, missing, { code: 'VIR_ERR_INTERNAL_ERROR' });
    return name;
  },
});

const mac: Required<string> = {
  ...within('mac', attr('address', str)),
  required: true,
  read(element) {
    const found = element.child('mac');
    const text = found?.attr('address') ?? '';
    if (text === '') throw problem(found ?? element, 'filter binding has no MAC address', { code: 'VIR_ERR_INTERNAL_ERROR' });
    try {
      return normalizeMac(text);
    } catch {
      throw problem(found as XmlElement, `Unable to parse MAC '${text}'`, { attribute: 'address', code: 'VIR_ERR_INTERNAL_ERROR' });
    }
  },
};

const included: Required<FilterRef> = {
  ...childRequired('filterref', filterref),
  read(element, context) {
    if ((element.child('filterref')?.attr('filter') ?? '') === '') {
      throw problem(element, 'filter binding has no filter reference', { code: 'VIR_ERR_INTERNAL_ERROR' });
    }
    return childRequired('filterref', filterref).read(element, context) as FilterRef;
  },
};

/** `<filterbinding>`. */
export const nwfilterBinding: Table<NWFilterBinding> = table<NWFilterBinding>(() => ({
  owner: ownerFields('filter binding', 'VIR_ERR_INTERNAL_ERROR'),
  portdev: { ...device('portdev', 'filter binding has no port dev name'), required: true },
  linkdev: device('linkdev', 'filter binding has no link dev name'),
  mac,
  filterref: included,
}));
