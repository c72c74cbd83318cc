/** Reads the text of a value as libvirt does: it becomes the text that is written back; undefined refuses it. */
export type ValueReader = (text: string) => string | undefined;

/** A number of a rule, and whether it was written in hexadecimal. */
export interface FilterNumber {
  readonly value: number;
  readonly hex: boolean;
}

/** Decimal, else hexadecimal with or without `0x`; blanks and a sign may lead. */
export function filterNumber(text: string): FilterNumber | undefined {
  if (/^[ \t\n]*[+-]?\d+$/.test(text)) return { value: Number(text), hex: false };
  const hex = /^[ \t\n]*\+?(?:0x)?([\da-f]+)$/i.exec(text)?.[1];
  return hex === undefined ? undefined : { value: Number.parseInt(hex, 16), hex: true };
}

const format = ({ value, hex }: FilterNumber): string => (hex ? `0x${value.toString(16)}` : String(value));

function numbers(min: number, max: number): ValueReader {
  return (text) => {
    const number = filterNumber(text);
    return number !== undefined && number.value >= min && number.value <= max ? format(number) : undefined;
  };
}

export const uint8: ValueReader = numbers(0, 0xff);
export const uint16: ValueReader = numbers(0, 0xffff);
/** Six bits. */
export const dscp: ValueReader = numbers(0, 63);
/** Twelve bits. */
export const vlanId: ValueReader = numbers(0, 0xfff);

/** 32 bits; a negative number counts down from the largest, as in C. */
export const uint32: ValueReader = (text) => {
  const number = filterNumber(text);
  if (number === undefined || number.value > 0xffffffff || number.value < -0xffffffff) return undefined;
  return format(number.value < 0 ? { ...number, value: number.value + 2 ** 32 } : number);
};

/** A count, in decimal only. */
export const count: ValueReader = (text) => {
  const number = filterNumber(text);
  return number?.hex === false && number.value >= 0 && number.value <= 0xffff ? String(number.value) : undefined;
};

/**
 * A number of which some have names, in any case. A number that has a name is written as the name, others as they were
 * read, or in decimal.
 */
export function named(names: Readonly<Record<string, number>>, min: number, max: number, decimal: boolean = false): ValueReader {
  const byNumber = new Map(Object.entries(names).map(([name, value]) => [value, name]));
  const byName = new Map(Object.keys(names).map((name) => [name.toLowerCase(), name]));
  return (text) => {
    const number = filterNumber(text);
    if (number === undefined || byName.has(text.toLowerCase())) return byName.get(text.toLowerCase());
    if (number.value < min || number.value > max) return undefined;
    return byNumber.get(number.value) ?? (decimal ? String(number.value) : format(number));
  };
}
