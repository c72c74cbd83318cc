import { leaves } from '../table/field.ts';
import { str } from '../table/codec.ts';
import { bare, type Field, type NameCheck } from '../table/field.ts';
import { onlyNames } from '../table/table.ts';

const values = leaves('value', str);

/**
 * `<enum name='bus'><value>ide</value>...</enum>`: the words that an attribute of another document may have. Unknown words are
 * kept: a newer host may know more of them.
 */
export function enumOf(name: string): Field<string[]> {
  return {
    attributes: [],
    children: ['enum'],
    read(element, context) {
      const found = element.all('enum').find((one) => one.attr('name') === name);
      return found === undefined ? undefined : values.read(found, context);
    },
    writeChildren(words, out, owner) {
      out.xml.open('enum').attr('name', name);
      values.writeChildren?.(words, out, owner);
      out.xml.close();
    },
    schema: () => ({ type: 'array', items: { type: 'string' } }),
    inner: enumCheck,
  };
}

/** What an `<enum>` may hold. */
export const enumCheck: () => NameCheck = onlyNames(['name'], { value: bare });
