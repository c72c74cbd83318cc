import { onlyAttributes } from '../table/table.ts';
import { isVirtError } from '@virtweave/core-util/errors';
import { scaleInteger } from '@virtweave/core-util/values';
import type { XmlElement } from '@virtweave/core-util/xml';
import { uint64, type Int64 } from '../table/codec.ts';
import type { Field, Required } from '../table/field.ts';
import { invalidText, missingAttribute, problem } from '../table/problem.ts';

/** More than any size has: keeps what is read from hostile text short. */
const maxDigits = 40;

/** Reads a size with an optional `unit` attribute; without one it counts in `unit`. Bytes. */
export function readSize(element: XmlElement, text: string, unit: string, units = 'unit'): bigint {
  const trimmed = text.trim();
  if (!/^\+?\d+$/.test(trimmed) || trimmed.length > maxDigits) throw invalidText(element, text);
  try {
    return scaleInteger(BigInt(trimmed), element.attr(units) ?? unit);
  } catch (error) {
    if (!isVirtError(error)) throw error;
    throw problem(element, error.detail, {
      code: error.code,
      ...(error.code === 'VIR_ERR_INVALID_ARG' && { attribute: units }),
    });
  }
}

/** Bytes as KiB, rounded up. */
export function toKib(bytes: bigint, element: XmlElement): number {
  const kib = Number((bytes + 1023n) / 1024n);
  if (!Number.isSafeInteger(kib)) throw problem(element, 'size value too large', { code: 'VIR_ERR_OVERFLOW' });
  return kib;
}

/** `<memory unit='MiB'>..</memory>`: an amount of memory, kept in KiB (rounded up) and written in KiB. */
export function kib(name: string): Field<number> {
  return {
    attributes: [],
    children: [name],
    read(element) {
      const found = element.child(name);
      if (found === undefined) return undefined;
      return toKib(readSize(found, found.text, 'KiB'), found);
    },
    writeChildren(value, out) {
      out.xml.open(name).attr('unit', 'KiB').text(String(value)).close();
    },
    schema: () => ({ type: 'integer', minimum: 0 }),
    inner: onlyAttributes('unit'),
  };
}

export function kibRequired(name: string): Required<number> {
  const optional = kib(name);
  return {
    ...optional,
    required: true,
    read(element, context) {
      const value = optional.read(element, context);
      if (value === undefined) throw problem(element, `missing element '${name}' in element '${element.name}'`);
      return value;
    },
  };
}

/** `<name unit='bytes'>..</name>`: bytes; 0 says nothing. */
export function bytesLeaf(name: string): Field<Int64> {
  return {
    attributes: [],
    children: [name],
    read(element) {
      const found = element.child(name);
      if (found === undefined) return undefined;
      const bytes = readSize(found, found.text, 'bytes');
      if (bytes === 0n) return undefined;
      return bytes <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(bytes) : bytes;
    },
    writeChildren(value, out) {
      if (BigInt(value) !== 0n) out.xml.open(name).attr('unit', 'bytes').text(String(value)).close();
    },
    schema: () => uint64.schema,
    inner: onlyAttributes('unit'),
  };
}

/** The text of the element itself, with its `unit`, in KiB. */
export const kibText: Required<number> = {
  attributes: ['unit'],
  children: [],
  required: true,
  read: (element) => (element.text.trim() === '' ? 0 : toKib(readSize(element, element.text, 'KiB'), element)),
  writeAttributes(_value, out) {
    out.xml.attr('unit', 'KiB');
  },
  writeChildren(value, out) {
    out.xml.text(String(value));
  },
  schema: () => ({ type: 'integer', minimum: 0 }),
};

/** Two attributes that make a size: `<page size='2048' unit='KiB'/>`, in KiB. `units`: name of the second. */
export function kibAttribute(name: string, units = 'unit'): Required<number> {
  return {
    attributes: [name, units],
    children: [],
    required: true,
    read(element) {
      const text = element.attr(name);
      if (text === undefined) throw missingAttribute(element, name);
      return toKib(readSize(element, text, 'KiB', units), element);
    },
    writeAttributes(value, out) {
      out.xml.attr(name, String(value)).attr(units, 'KiB');
    },
    schema: () => ({ type: 'integer', minimum: 0 }),
    inner: onlyAttributes('unit'),
  };
}

/** `<size unit='M'>..</size>`: kept and written in MiB, rounded up. */
export function mib(name: string): Field<number> {
  return {
    attributes: [],
    children: [name],
    read(element) {
      const found = element.child(name);
      if (found === undefined) return undefined;
      return Math.ceil(toKib(readSize(found, found.text, 'M'), found) / 1024);
    },
    writeChildren(value, out) {
      out.xml.open(name).attr('unit', 'M').text(String(value)).close();
    },
    schema: () => ({ type: 'integer', minimum: 0 }),
    inner: onlyAttributes('unit'),
  };
}
