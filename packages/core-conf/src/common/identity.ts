import { normalizeUuid } from '@virtweave/core-util/values';
import type { XmlElement } from '@virtweave/core-util/xml';
import type { Codec } from '../table/codec.ts';
import { leaf, type Field } from '../table/field.ts';
import { problem } from '../table/problem.ts';
import { checked } from './worded.ts';

/** A UUID in any accepted spelling. */
export const uuidCodec: Codec<string> = {
  parse(text) {
    try {
      return normalizeUuid(text);
    } catch {
      return undefined;
    }
  },
  format: (value) => value,
  schema: { type: 'string', pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' },
};

/** `<name>` of an object that is kept in a file of that name. */
export function checkName(name: string, element: XmlElement): string {
  const illegal = /[/\n]/.exec(name)?.[0];
  if (illegal !== undefined) throw problem(element, `invalid char in name: ${illegal}`, { code: 'VIR_ERR_XML_DETAIL' });
  return name;
}

/** `<uuid>`. */
export const uuidLeaf: Field<string> = checked(
  leaf('uuid', { parse: (text) => text, format: (uuid: string) => uuid, schema: uuidCodec.schema }),
  (text, element) => {
    const uuid = uuidCodec.parse(text);
    if (uuid === undefined) throw problem(element, 'malformed uuid element', { code: 'VIR_ERR_INTERNAL_ERROR' });
    return uuid;
  },
);
