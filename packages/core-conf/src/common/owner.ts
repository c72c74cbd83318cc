import type { ErrorCode } from '@virtweave/core-util/errors';
import type { XmlElement } from '@virtweave/core-util/xml';
import { str } from '../table/codec.ts';
import { childOr } from '../table/child.ts';
import { leaf, type Required } from '../table/field.ts';
import { problem } from '../table/problem.ts';
import { table } from '../table/table.ts';
import { uuidCodec } from './identity.ts';

/** `<owner>`: the guest that a port or a binding belongs to. */
export interface Owner {
  name: string;
  uuid: string;
}

/** `<owner>`; `of` is the word for what is owned. */
export function ownerFields(of: string, code: ErrorCode = 'VIR_ERR_XML_ERROR'): Required<Owner> {
  const text = (key: 'name' | 'uuid', missing: string): Required<string> => ({
    ...leaf(key, str),
    required: true,
    read(element: XmlElement) {
      const value = element.child(key)?.text ?? '';
      if (value === '') throw problem(element, missing, { code });
      if (key === 'name') return value;
      const uuid = uuidCodec.parse(value);
      if (uuid === undefined) throw problem(element, `Unable to parse UUID '${value}'`, { code });
      return uuid;
    },
  });
  return childOr(
    'owner',
    table<Owner>(() => ({ name: text('name', `${of} has no owner name`), uuid: text('uuid', `${of} has no owner UUID`) })),
  );
}
