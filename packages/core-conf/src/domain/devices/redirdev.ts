import { hex, oneOf, str, yesNo, type Codec } from '../../table/codec.ts';
import { attr, attrOr, attrRequired, leading } from '../../table/field.ts';
import { list } from '../../table/child.ts';
import { table, type Table } from '../../table/table.ts';
import { chardevSource, type ChardevSource } from './chardev-source.ts';
import { bootableInfo, type BootableInfo } from './device-info.ts';

/** `<redirdev>`: a USB device of the viewer's machine, carried to the guest. */
export interface Redirdev extends BootableInfo {
  bus: 'usb';
  source: ChardevSource;
}

/** `<redirfilter>`: which devices may be carried. */
export interface Redirfilter {
  usbdevs: RedirfilterUsbdev[];
}

export interface RedirfilterUsbdev {
  class?: number;
  vendor?: number;
  product?: number;
  /** Such as `1.10`. */
  version?: string;
  allow: boolean;
}

export const redirdev: Table<Redirdev> = table<Redirdev>(() => ({
  bus: leading(attrOr('bus', oneOf('usb'), 'usb')),
  source: chardevSource(),
  ...bootableInfo,
}));

/** A number, or -1 for any, which is not written. */
const orAny = (codec: Codec<number>): Codec<number> => ({
  ...codec,
  parse: (text) => (text === '-1' ? -1 : codec.parse(text)),
  schema: { ...codec.schema, minimum: -1 },
});

export const redirfilter: Table<Redirfilter> = table<Redirfilter>(() => ({
  usbdevs: list(
    'usbdev',
    table<RedirfilterUsbdev>(() => ({
      class: attr('class', orAny(hex(2, 0xff)), { omit: -1 }),
      vendor: attr('vendor', orAny(hexUpper()), { omit: -1 }),
      product: attr('product', orAny(hexUpper()), { omit: -1 }),
      version: attr('version', str, { omit: '-1' }),
      allow: attrRequired('allow', yesNo),
    })),
  ),
}));

/** These two are written with capital digits. */
function hexUpper(): Codec<number> {
  const codec = hex(4, 0xffff);
  return { ...codec, format: (value) => `0x${value.toString(16).toUpperCase().padStart(4, '0')}` };
}
