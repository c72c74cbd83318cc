import { normalizeUuid } from '@virtweave/core-util';
import { str } from '../table/codec.ts';
import { leaf, type Field } from '../table/field.ts';
import { problem } from '../table/problem.ts';

/** `<uuid>`, written as libvirt writes it whatever its spelling. */
export const uuid: Field<string> = {
  ...leaf('uuid', str),
  read(element) {
    const found = element.child('uuid');
    if (found === undefined || found.text === '') return undefined;
    try {
      return normalizeUuid(found.text);
    } catch {
      throw problem(found, 'malformed uuid element');
    }
  },
};
