import { hex, parseC, type Codec } from '../table/codec.ts';
import { attr, type Field } from '../table/field.ts';

/** The attributes of a PCI address, as `<address>` of a guest device and `<address>` of a host device share them. */
export const pciFields: {
  readonly domain: Field<number>;
  readonly bus: Field<number>;
  readonly slot: Field<number>;
  readonly function: Field<number>;
} = {
  domain: attr('domain', hex(4)),
  bus: attr('bus', inRange(hex(2, 0xff), (value) => `bus='0x${value.toString(16)}', must be <= 0xFF`)),
  slot: attr('slot', inRange(hex(2, 0x1f), (value) => `slot='0x${value.toString(16)}', must be <= 0x1F`)),
  function: attr('function', inRange(hex(1, 7), (value) => `function=0x${value.toString(16)}, must be <= 7`)),
};

/** libvirt's words for a number that no PCI address has. */
function inRange(codec: Codec<number>, words: (value: number) => string): Codec<number> {
  return {
    ...codec,
    outOfRange: (text) => {
      const value = parseC(text);
      return value === undefined ? undefined : { detail: `Invalid PCI address ${words(value)}` };
    },
  };
}
