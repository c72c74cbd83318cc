import { child, list, type TableOf } from '../table/child.ts';
import { writeTable } from '../table/table.ts';
import type { Field, Required } from '../table/field.ts';

/** Any number of child elements that are written as start and end tag even when nothing stands between them. */
export function elements<T>(name: string, of: TableOf<T>): Required<T[]> {
  const get = typeof of === 'function' ? of : () => of;
  return {
    ...list(name, of),
    writeChildren(values, out) {
      for (const value of values) {
        out.xml.open(name);
        writeTable(get(), value, out);
        out.xml.close(true);
      }
    },
  };
}

/** A child element of which the last one counts when there are several, as libvirt reads `<lease>`. */
export function lastChild<T>(name: string, of: TableOf<T>): Field<T> {
  const one = child(name, of);
  const all = list(name, of);
  return { ...one, read: (element, context) => all.read(element, context)?.at(-1) };
}
