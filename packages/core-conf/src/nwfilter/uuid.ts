import type { XmlElement } from '@virtweave/core-util/xml';
import { uuidCodec } from '../common/identity.ts';
import { checked } from '../common/worded.ts';
import { leaf, type Field } from '../table/field.ts';
import { problem } from '../table/problem.ts';

/** `<uuid>`, with the code that libvirt gives its error here. */
export const uuidText: Field<string> = checked(
  leaf('uuid', { parse: (text) => text, format: (uuid: string) => uuid, schema: uuidCodec.schema }),
  (text, parent) => {
    const uuid = uuidCodec.parse(text);
    if (uuid === undefined) throw problem(parent.child('uuid') as XmlElement, 'malformed uuid element');
    return uuid;
  },
);
