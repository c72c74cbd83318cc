import type { ErrorCode } from '@virtweave/core-util/errors';
import { normalizeUuid } from '@virtweave/core-util/values';
import { attempt, refusing, str, type Codec } from '../table/codec.ts';
import { leaf, type Field } from '../table/field.ts';

/** `<uuid>`, written as libvirt writes it whatever its spelling. */
export function uuid(code: ErrorCode = 'VIR_ERR_XML_ERROR'): Field<string> {
  const codec: Codec<string> = { ...str, parse: (text) => attempt(() => normalizeUuid(text)) };
  return leaf('uuid', refusing(codec, () => ({ detail: 'malformed uuid element', code })));
}
