import type { Field } from '../table/field.ts';

/** Names of elements, as a schema's pattern. Exact for ASCII; it takes all other characters. */
export const elementNamePattern = '^[A-Za-z_:\\u0080-\\uffff][A-Za-z0-9_:.\\u0080-\\uffff-]*$';

/** `<name><pae/><nonpae/></name>`: what is there is told by elements without content. */
export function elementNames(name: string): Field<string[]> {
  return {
    attributes: [],
    children: [name],
    read: (element) => element.child(name)?.elements.map((one) => one.name),
    writeChildren(names, out) {
      out.xml.open(name);
      for (const one of names) out.xml.open(one).close();
      out.xml.close();
    },
    schema: () => ({ type: 'array', items: { type: 'string', pattern: elementNamePattern } }),
    inner: () => () => undefined,
  };
}
