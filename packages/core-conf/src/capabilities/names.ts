import { bare, type Field, type NameCheck } from '../table/field.ts';

/** Names of elements, as a schema's pattern. Exact for ASCII; it takes all other characters. */
export const elementNamePattern = '^[A-Za-z_:\\u0080-\\uffff][A-Za-z0-9_:.\\u0080-\\uffff-]*$';

/** Any name, and nothing else. */
const names: NameCheck = (element, report) => {
  for (const attribute of element.attributes.keys()) report({ element, attribute, known: [] });
  for (const one of element.elements) bare()(one, report);
};

/** `<name><pae/><nonpae/></name>`: what is there is told by elements without content. */
export function elementNames(name: string): Field<string[]> {
  return {
    attributes: [],
    children: [name],
    read: (element) => element.child(name)?.elements.map((one) => one.name),
    writeChildren(values, out) {
      out.xml.open(name);
      for (const one of values) out.xml.open(one).close();
      out.xml.close();
    },
    schema: () => ({ type: 'array', items: { type: 'string', pattern: elementNamePattern } }),
    inner: () => names,
  };
}
