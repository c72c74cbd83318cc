// The entry `@virtweave/core-conf/schema`: zod schemas of the typed objects, for those who validate with zod already.
import { z } from 'zod';
import { jsonSchema, type DocumentFormat, type DocumentTypes } from './document/formats.ts';
import { fromJSON } from './document/json.ts';

const built = new Map<DocumentFormat, unknown>();

/**
 * The zod schema of a format's objects in their JSON form (`toJSON`): what it parses to is the typed object. Built when it is
 * first asked for.
 *
 * @example
 * ```ts
 * import { zodSchema } from '@virtweave/core-conf/schema';
 *
 * const domain = zodSchema('domain').parse(JSON.parse(text));
 * ```
 */
export function zodSchema<F extends DocumentFormat>(format: F): z.ZodType<DocumentTypes[F], unknown> {
  let schema = built.get(format) as z.ZodType<DocumentTypes[F], unknown> | undefined;
  if (schema === undefined) {
    const plain = z.fromJSONSchema(jsonSchema(format) as Parameters<typeof z.fromJSONSchema>[0]);
    schema = plain.transform((json) => fromJSON(format, json));
    built.set(format, schema);
  }
  return schema;
}
