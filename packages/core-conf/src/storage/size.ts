import { onlyAttributes } from '../table/table.ts';
import { scaleInteger } from '@virtweave/core-util/values';
import { int64, type Int64 } from '../table/codec.ts';
import type { Field } from '../table/field.ts';
import { problem } from '../table/problem.ts';

const limit = 2n ** 64n - 1n;

function exact(bytes: bigint): Int64 {
  return bytes <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(bytes) : bytes;
}

/**
 * `<capacity unit='GiB'>..</capacity>`: a size, kept in bytes.
 *
 * @param options.unit what is written as unit, `bytes` by default; `malformed`: libvirt's word for what is no number
 */
export function bytes(name: string, options: { unit?: string; malformed?: string } = {}): Field<Int64> {
  return {
    attributes: [],
    children: [name],
    read(element) {
      const found = element.child(name);
      if (found === undefined || found.text === '') return undefined;
      const text = found.text.trim();
      if (!/^\+?\d+$/.test(text)) {
        throw problem(found, options.malformed ?? `Invalid value '${found.text}' for element or attribute './target/${name}'`);
      }
      return exact(scaleInteger(BigInt(text), found.attr('unit'), 1n, limit));
    },
    writeChildren(value, out) {
      out.xml.open(name).attr('unit', options.unit ?? 'bytes').text(String(value)).close();
    },
    schema: () => int64.schema,
    inner: onlyAttributes('unit'),
  };
}
