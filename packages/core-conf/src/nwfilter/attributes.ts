import { worded } from '../common/worded.ts';
import type { Field } from '../table/field.ts';
import { problem } from '../table/problem.ts';
import type { ValueReader } from './numbers.ts';
import { formatFilterVariable, parseFilterVariable } from './variable.ts';

/** An attribute of a protocol: a value, or a variable that stands for one. */
export function valueOf(name: string, read: ValueReader): Field<string> {
  return worded<string>(name, {
    read(text, element) {
      if (text.startsWith('$')) {
        const variable = parseFilterVariable(text);
        if (variable !== undefined) return formatFilterVariable(variable);
      } else {
        const value = read(text);
        if (value !== undefined) return value;
      }
      throw problem(element, `${name} has illegal value ${text}`, { attribute: name, code: 'VIR_ERR_INTERNAL_ERROR' });
    },
  });
}

/** `match='no'`; alone it says nothing. */
export const negated: Field<true> = {
  ...worded<true>('match', {
    read: (text) => (text.toLowerCase() === 'no' ? true : undefined),
    format: () => 'no',
    schema: { const: true },
  }),
  writeAttributes(_value, out, owner) {
    if (Object.keys(owner).some((key) => key !== 'negated' && key !== 'type')) out.xml.attr('match', 'no');
  },
};
